import type { Mistral } from '@mistralai/mistralai';
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
import { mistralClient } from './mistral-client.js';
import { mistralFailure } from './mistral-failure.js';
import { modelIdsOf, readChunk, readCompletion, vectorsOf } from './translate-answer.js';
import { chatBody } from './translate-request.js';

/** Mistral, by its chat API. */
@Injectable()
export class MistralProvider extends AiProvider {
  readonly id = 'mistral';
  private readonly clients: ClientsByKey<Mistral>;

  constructor(settings: Settings) {
    super();
    const url = settings.aiBaseUrl('mistral');
    this.clients = new ClientsByKey((key) => mistralClient(key, url));
  }

  text(request: ProviderRequest, call: ProviderCall): Promise<ProviderAnswer> {
    return this.attempt(call, async (client) => {
      const answer = new ChatAnswer(this.id, call.key);
      readCompletion(answer, await client.chat.complete(chatBody(request), { signal: call.signal }));
      return answer.whole();
    });
  }

  async *stream(request: ProviderRequest, call: ProviderCall): AsyncGenerator<ProviderEvent> {
    const answer = new ChatAnswer(this.id, call.key);
    try {
      const client = this.clients.of(call.key);
      for await (const { data } of await client.chat.stream(chatBody(request), { signal: call.signal })) {
        const text = readChunk(answer, data);
        if (text !== '') yield { kind: 'delta', text };
      }
      call.signal.throwIfAborted();
      yield { kind: 'end', answer: answer.whole() };
    } catch (error) {
      throw mistralFailure(error, call);
    }
  }

  override embed(
    { model, texts, dimensions }: { model: string; texts: readonly string[]; dimensions?: number },
    call: ProviderCall,
  ): Promise<ProviderVectors> {
    return this.attempt(call, async (client) => {
      const body = {
        model,
        inputs: [...texts],
        ...(dimensions !== undefined && { outputDimension: dimensions }),
      };
      return vectorsOf(await client.embeddings.create(body, { signal: call.signal }), texts.length);
    });
  }

  models(call: ProviderCall): Promise<readonly string[]> {
    return this.attempt(call, async (client) =>
      modelIdsOf(await client.models.list({}, { signal: call.signal })),
    );
  }

  private async attempt<Result>(
    call: ProviderCall,
    work: (client: Mistral) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work(this.clients.of(call.key));
    } catch (error) {
      throw mistralFailure(error, call);
    }
  }
}
