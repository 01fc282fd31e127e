import type { GoogleGenAI } from '@google/genai';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { ProviderCall, ProviderTexts, ProviderVectors } from '../ai-provider.js';
import type { ChatAnswer } from '../chat-answer.js';
import { roughTokensOf } from '../../usage/tokens.js';
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
    return this.attempt(call, async ({ models }) => {
      const config = {
        abortSignal: call.signal,
        ...(dimensions !== undefined && { outputDimensionality: dimensions }),
      };
      const vectors: (readonly number[])[] = [];
      let input = 0;
      for (let from = 0; from < texts.length; from += MOST_TEXTS_AT_ONCE) {
        const batch = texts.slice(from, from + MOST_TEXTS_AT_ONCE);
        const contents = batch.map((text) => ({ parts: [{ text }] }));
        const asked = models.embedContent({ model, contents, config });
        const rough = roughTokensOf(batch);
        const answer = await asked
          .then((told) => vectorsOf(told, batch.length))
          .catch((error: unknown) => {
            // What earlier batches have used counts, too.
            const failure = googleFailure(error, call);
            const lost = failure.mayBeTaken ? rough : 0;
            throw failure.having({ input: input + lost, cachedInput: 0, output: 0 });
          });
        vectors.push(...answer.vectors);
        input += answer.input || rough;
      }
      return { vectors, usage: { input, cachedInput: 0, output: 0 } };
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
