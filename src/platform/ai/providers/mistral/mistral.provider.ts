import type { Mistral } from '@mistralai/mistralai';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { ProviderCall, ProviderTexts, ProviderVectors } from '../ai-provider.js';
import type { ChatAnswer } from '../chat-answer.js';
import { endingAt } from '../provider-fetch.js';
import { type Asking, SdkProvider } from '../sdk-provider.js';
import { mistralClient } from './mistral-client.js';
import { mistralFailure } from './mistral-failure.js';
import { modelIdsOf, readChunk, readCompletion, vectorsOf } from './translate-answer.js';
import { chatBody } from './translate-request.js';

/** Its vectors have 1,024 numbers, and a request that names another size is refused. */
const OF_ONE_SIZE = /^mistral-embed(?:-\d+)?$/;

/** "Too many tokens in batch. Max is 16384", and "Too many inputs in request" beyond some hundreds. */
const AT_ONCE = { texts: 128, tokens: 16_384 };

/** Mistral, by its chat API. */
@Injectable()
export class MistralProvider extends SdkProvider<Mistral> {
  readonly id = 'mistral';
  protected readonly failure = mistralFailure;

  constructor(settings: Settings) {
    const url = settings.aiBaseUrl('mistral');
    super((key) => mistralClient(key, url));
  }

  protected async ask({ client, request, signal }: Asking<Mistral>, answer: ChatAnswer): Promise<void> {
    readCompletion(answer, await endingAt(signal, () => client.chat.complete(chatBody(request))));
  }

  protected async *askForStream(
    { client, request, signal }: Asking<Mistral>,
    answer: ChatAnswer,
  ): AsyncGenerator<string> {
    const events = await endingAt(signal, () => client.chat.stream(chatBody(request)));
    for await (const { data } of events) yield readChunk(answer, data);
  }

  override embed({ model, texts, dimensions }: ProviderTexts, call: ProviderCall): Promise<ProviderVectors> {
    const isWished = dimensions !== undefined && !OF_ONE_SIZE.test(model);
    const wanted = { model, ...(isWished && { outputDimension: dimensions }) };
    return this.embedInBatches(call, texts, {
      limits: AT_ONCE,
      ask: async ({ embeddings }, inputs) => {
        const answer = await endingAt(call.signal, () => embeddings.create({ ...wanted, inputs }));
        return vectorsOf(answer, inputs.length);
      },
    });
  }

  models(call: ProviderCall): Promise<readonly string[]> {
    return this.attempt(call, async (client) =>
      modelIdsOf(await endingAt(call.signal, () => client.models.list({}))),
    );
  }
}
