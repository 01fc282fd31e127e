import type { GoogleGenAI } from '@google/genai';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { ProviderCall, ProviderTexts, ProviderVectors } from '../ai-provider.js';
import type { ChatAnswer } from '../chat-answer.js';
import { type Asking, SdkProvider } from '../sdk-provider.js';
import { googleClient } from './google-client.js';
import { googleFailure } from './google-failure.js';
import { readResponse, vectorsOf } from './translate-answer.js';
import { contentRequest } from './translate-request.js';

const MOST_TEXTS_AT_ONCE = 100;
const MOST_MODELS = 1_000;

/** Google, by the Gemini API. */
@Injectable()
export class GoogleProvider extends SdkProvider<GoogleGenAI> {
  readonly id = 'google';
  protected readonly failure = googleFailure;

  constructor(settings: Settings) {
    const url = settings.aiBaseUrl('google');
    super((key) => googleClient(key, url));
  }

  protected async ask({ client, request, signal }: Asking<GoogleGenAI>, answer: ChatAnswer): Promise<void> {
    readResponse(answer, await client.models.generateContent(contentRequest(request, signal)));
  }

  /** The SDK lets go of a stream without closing it, so a signal of our own does. */
  protected async *askForStream(
    { client, request, signal }: Asking<GoogleGenAI>,
    answer: ChatAnswer,
  ): AsyncGenerator<string> {
    const left = new AbortController();
    const asked = contentRequest(request, AbortSignal.any([signal, left.signal]));
    try {
      for await (const piece of await client.models.generateContentStream(asked))
        yield readResponse(answer, piece);
    } finally {
      left.abort();
    }
  }

  override embed({ model, texts, dimensions }: ProviderTexts, call: ProviderCall): Promise<ProviderVectors> {
    const config = {
      abortSignal: call.signal,
      ...(dimensions !== undefined && { outputDimensionality: dimensions }),
    };
    const limits = { texts: MOST_TEXTS_AT_ONCE, tokens: Infinity };
    return this.embedInBatches(call, texts, {
      limits,
      ask: async ({ models }, batch) => {
        const contents = batch.map((text) => ({ parts: [{ text }] }));
        return vectorsOf(await models.embedContent({ model, contents, config }), batch.length);
      },
    });
  }

  models(call: ProviderCall): Promise<readonly string[]> {
    return this.attempt(call, async ({ models }) => {
      const config = { abortSignal: call.signal, pageSize: MOST_MODELS, queryBase: true };
      const { page } = await models.list({ config });
      return page.flatMap(({ name }) => (name === undefined ? [] : [name.replace(/^models\//, '')]));
    });
  }
}
