import type { GoogleGenAI } from '@google/genai';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import {
  AiProvider,
  type ProviderAnswer,
  type ProviderCall,
  type ProviderEvent,
  type ProviderRequest,
  type ProviderVectors,
} from '../ai-provider.js';
import { ChatAnswer } from '../chat-answer.js';
import { ClientsByKey } from '../clients-by-key.js';
import { googleClient } from './google-client.js';
import { googleFailure } from './google-failure.js';
import { readResponse, vectorsOf } from './translate-answer.js';
import { contentRequest } from './translate-request.js';

const MOST_TEXTS_AT_ONCE = 100;
const MOST_MODELS = 1_000;

/** Google, by the Gemini API. */
@Injectable()
export class GoogleProvider extends AiProvider {
  readonly id = 'google';
  private readonly clients: ClientsByKey<GoogleGenAI>;

  constructor(settings: Settings) {
    super();
    const url = settings.aiBaseUrl('google');
    this.clients = new ClientsByKey((key) => googleClient(key, url));
  }

  text(request: ProviderRequest, call: ProviderCall): Promise<ProviderAnswer> {
    return this.attempt(call, async ({ models }) => {
      const answer = new ChatAnswer(this.id, call.key);
      readResponse(answer, await models.generateContent(contentRequest(request, call)));
      return answer.whole();
    });
  }

  /** The SDK lets go of a stream without closing it, so a signal of our own does. */
  async *stream(request: ProviderRequest, call: ProviderCall): AsyncGenerator<ProviderEvent> {
    const answer = new ChatAnswer(this.id, call.key);
    const left = new AbortController();
    const signal = AbortSignal.any([call.signal, left.signal]);
    try {
      const { models } = this.clients.of(call.key);
      for await (const piece of await models.generateContentStream(contentRequest(request, { signal }))) {
        const text = readResponse(answer, piece);
        if (text !== '') yield { kind: 'delta', text };
      }
      call.signal.throwIfAborted();
      yield { kind: 'end', answer: answer.whole() };
    } catch (error) {
      throw googleFailure(error, call);
    } finally {
      left.abort();
    }
  }

  override embed(
    { model, texts, dimensions }: { model: string; texts: readonly string[]; dimensions?: number },
    call: ProviderCall,
  ): Promise<ProviderVectors> {
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
        const answer = vectorsOf(await models.embedContent({ model, contents, config }), batch.length);
        vectors.push(...answer.vectors);
        input += answer.input;
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

  private async attempt<Result>(
    call: ProviderCall,
    work: (client: GoogleGenAI) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work(this.clients.of(call.key));
    } catch (error) {
      throw googleFailure(error, call);
    }
  }
}
