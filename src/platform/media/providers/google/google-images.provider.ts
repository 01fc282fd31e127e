import { Injectable } from '@nestjs/common';
import type { GenerateContentResponse, GoogleGenAI } from '@google/genai';
import type { AiUsage } from '#platform/ai/ai-request';
import { AiFailure } from '#platform/ai/providers/ai-failure';
import type { ProviderCall } from '#platform/ai/providers/ai-provider';
import { ClientsByKey } from '#platform/ai/providers/clients-by-key';
import { googleClient } from '#platform/ai/providers/google/google-client';
import { googleFailure } from '#platform/ai/providers/google/google-failure';
import { unavailable, withoutKey } from '#platform/ai/providers/http-failure';
import { mostTokens, surelyExceeds } from '#platform/ai/usage/tokens';
import { Settings } from '#platform/config/settings';
import { ImageProvider, type ProviderImageRequest, type ProviderImages } from '../image-provider.js';
import { madeImage } from '../made-image.js';
import { isSendable } from './sendable.js';

const CUT_SHORT: ReadonlySet<string | undefined> = new Set([
  'MAX_TOKENS',
  'MALFORMED_RESPONSE',
  'IMAGE_OTHER',
]);

/** What the models read at once. */
const TOKENS_AT_MOST = 65_536;

/** An image of 1K, made or shown. */
const TOKENS_PER_IMAGE = 1_120;
/** Thoughts are paid too and have no documented bound: taken for as much as the image. */
const TOKENS_MADE_PER_IMAGE = 2 * TOKENS_PER_IMAGE;

const NOTHING: AiUsage = { input: 0, cachedInput: 0, output: 0 };
/** What an image counts as that may have been made, but did not arrive. */
const LOST: AiUsage = { input: 0, cachedInput: 0, output: TOKENS_PER_IMAGE, images: 1 };

/** Google's Gemini image models. They make one image at a time, so more are asked for side by side. */
@Injectable()
export class GoogleImagesProvider extends ImageProvider {
  readonly id = 'google';
  private readonly clients: ClientsByKey<GoogleGenAI>;

  constructor(settings: Settings) {
    super();
    const baseUrl = settings.aiBaseUrl('google');
    this.clients = new ClientsByKey((apiKey) => googleClient(apiKey, baseUrl));
  }

  atMost({ prompt, count, references }: ProviderImageRequest): AiUsage {
    const input = count * (mostTokens(prompt) + references.length * TOKENS_PER_IMAGE);
    return { input, cachedInput: 0, output: count * TOKENS_MADE_PER_IMAGE, images: count };
  }

  reads({ prompt, references }: ProviderImageRequest): boolean {
    return !surelyExceeds(prompt, TOKENS_AT_MOST) && isSendable(references);
  }

  /**
   * Those that were made are answered. Paid are they, what was counted for others, and those that may have been lost on their way.
   * It fails when none was made.
   */
  async images(request: ProviderImageRequest, call: ProviderCall): Promise<ProviderImages> {
    const client = this.clients.of(call.key);
    const asked = Array.from({ length: request.count }, () => one(client, request, call));
    const made: ProviderImages[] = [];
    const failed: unknown[] = [];
    for (const outcome of await Promise.allSettled(asked))
      if (outcome.status === 'fulfilled') made.push(outcome.value);
      else failed.push(outcome.reason);
    const usage = sum([...made.map((one) => one.usage), ...failed.map((reason) => paidFor(reason, call))]);
    if (made.length === 0) throw googleFailure(failed[0], call).having(usage);
    return { images: made.flatMap(({ images }) => images), usage };
  }
}

/** What one that failed has used: as it was counted, else as if it were lost on its way, where it can be. */
function paidFor(reason: unknown, call: ProviderCall): AiUsage {
  if (reason instanceof AiFailure && reason.usage) return reason.usage;
  return call.signal.aborted || googleFailure(reason, call).mayBeTaken ? LOST : NOTHING;
}

async function one(
  client: GoogleGenAI,
  { model, prompt, aspect, references }: ProviderImageRequest,
  { key, signal }: ProviderCall,
): Promise<ProviderImages> {
  const shown = references.map(({ mediaType, base64 }) => ({
    inlineData: { mimeType: mediaType, data: base64 },
  }));
  const answer = await client.models.generateContent({
    model,
    contents: [{ role: 'user', parts: [...shown, { text: prompt }] }],
    config: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: aspect }, abortSignal: signal },
  });
  const [candidate] = answer.candidates ?? [];
  const parts = candidate?.content?.parts ?? [];
  const data = parts.find(({ inlineData, thought }) => inlineData && !thought)?.inlineData?.data;
  const counted = tokensOf(answer);
  if (data === undefined) throw withoutImage(answer, key).having(counted);
  try {
    return { images: [madeImage(data)], usage: { ...counted, images: 1 } };
  } catch (error) {
    throw unavailable('google', key, error).having({ ...counted, images: 1 });
  }
}

/** A model that answers without an image has declined, unless it was cut short. */
function withoutImage({ promptFeedback, candidates = [] }: GenerateContentResponse, key: string): AiFailure {
  const [candidate] = candidates;
  const reason = promptFeedback?.blockReason ?? candidate?.finishReason;
  const text = candidate?.content?.parts?.map((part) => part.text ?? '').join('') ?? '';
  const said = promptFeedback?.blockReasonMessage ?? candidate?.finishMessage ?? text;
  const kind = reason === undefined || CUT_SHORT.has(reason) ? 'unavailable' : 'refused';
  return new AiFailure('google', kind, withoutKey(`${reason ?? 'no image'} ${said}`, key));
}

function tokensOf({ usageMetadata: counted }: GenerateContentResponse): AiUsage {
  const output = (counted?.candidatesTokenCount ?? 0) + (counted?.thoughtsTokenCount ?? 0);
  return { input: counted?.promptTokenCount ?? 0, cachedInput: 0, output };
}

function sum(usages: readonly AiUsage[]): AiUsage {
  const total = (count: (usage: AiUsage) => number): number =>
    usages.reduce((all, usage) => all + count(usage), 0);
  return {
    input: total(({ input }) => input),
    cachedInput: 0,
    output: total(({ output }) => output),
    images: total(({ images = 0 }) => images),
  };
}
