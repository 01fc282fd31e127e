import { Injectable } from '@nestjs/common';
import { OpenAI } from 'openai';
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
import { eventStreamFetch } from '../event-stream-fetch.js';
import { NEVER_MS } from '../provider-fetch.js';
import { openaiFailure } from './openai-failure.js';
import { readChunk, readCompletion, vectorsOf } from './translate-answer.js';
import { chatBody } from './translate-request.js';

/** OpenAI, and every server that speaks its chat completions API. */
@Injectable()
export class OpenAiProvider extends AiProvider {
  readonly id = 'openai';
  private readonly clients: ClientsByKey<OpenAI>;

  constructor(settings: Settings) {
    super();
    const baseURL = settings.aiBaseUrl('openai');
    this.clients = new ClientsByKey(
      (apiKey) =>
        new OpenAI({
          apiKey,
          baseURL,
          organization: null,
          project: null,
          maxRetries: 0,
          timeout: NEVER_MS,
          logLevel: 'off',
          fetch: eventStreamFetch,
        }),
    );
  }

  text(request: ProviderRequest, call: ProviderCall): Promise<ProviderAnswer> {
    return this.attempt(call, async (client) => {
      const answer = new ChatAnswer(this.id, call.key);
      readCompletion(
        answer,
        await client.chat.completions.create(chatBody(request), { signal: call.signal }),
      );
      return answer.whole();
    });
  }

  async *stream(request: ProviderRequest, call: ProviderCall): AsyncGenerator<ProviderEvent> {
    const answer = new ChatAnswer(this.id, call.key);
    try {
      const chunks = await this.clients
        .of(call.key)
        .chat.completions.create(
          { ...chatBody(request), stream: true, stream_options: { include_usage: true } },
          { signal: call.signal },
        );
      for await (const chunk of chunks) {
        const text = readChunk(answer, chunk);
        if (text !== '') yield { kind: 'delta', text };
      }
      call.signal.throwIfAborted();
      yield { kind: 'end', answer: answer.whole() };
    } catch (error) {
      throw openaiFailure(error, call);
    }
  }

  override embed(
    { model, texts, dimensions }: { model: string; texts: readonly string[]; dimensions?: number },
    call: ProviderCall,
  ): Promise<ProviderVectors> {
    return this.attempt(call, async (client) => {
      const body = { model, input: [...texts], ...(dimensions !== undefined && { dimensions }) };
      return vectorsOf(await client.embeddings.create(body, { signal: call.signal }), texts.length);
    });
  }

  models(call: ProviderCall): Promise<readonly string[]> {
    return this.attempt(call, async (client) => {
      const page = await client.models.list({ signal: call.signal });
      return page.data.map(({ id }) => id);
    });
  }

  private async attempt<Result>(
    call: ProviderCall,
    work: (client: OpenAI) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work(this.clients.of(call.key));
    } catch (error) {
      throw openaiFailure(error, call);
    }
  }
}
