import { Injectable } from '@nestjs/common';
import type { OpenAI } from 'openai';
import { Settings } from '#platform/config/settings';
import type { ProviderCall, ProviderTexts, ProviderVectors } from '../ai-provider.js';
import type { ChatAnswer } from '../chat-answer.js';
import { eventStreamFetch } from '../event-stream-fetch.js';
import { endingAt } from '../provider-fetch.js';
import { type Asking, SdkProvider } from '../sdk-provider.js';
import { openaiClient } from './openai-client.js';
import { openaiFailure } from './openai-failure.js';
import { readChunk, readCompletion, vectorsOf } from './translate-answer.js';
import { chatBody } from './translate-request.js';

/** It takes 2,048 texts and 300,000 tokens; so many that their vectors keep within what is read of an answer. */
const AT_ONCE = { texts: 256, tokens: 300_000 };

/** OpenAI, and every server that speaks its chat completions API. */
@Injectable()
export class OpenAiProvider extends SdkProvider<OpenAI> {
  readonly id = 'openai';
  protected readonly failure = openaiFailure;

  constructor(settings: Settings) {
    const url = settings.aiBaseUrl('openai');
    super((key) => openaiClient(key, url, eventStreamFetch));
  }

  protected async ask({ client, request, signal }: Asking<OpenAI>, answer: ChatAnswer): Promise<void> {
    readCompletion(answer, await endingAt(signal, () => client.chat.completions.create(chatBody(request))));
  }

  protected async *askForStream(
    { client, request, signal }: Asking<OpenAI>,
    answer: ChatAnswer,
  ): AsyncGenerator<string> {
    const body = { ...chatBody(request), stream: true, stream_options: { include_usage: true } } as const;
    for await (const chunk of await client.chat.completions.create(body, { signal }))
      yield readChunk(answer, chunk);
  }

  override embed({ model, texts, dimensions }: ProviderTexts, call: ProviderCall): Promise<ProviderVectors> {
    return this.embedInBatches(call, texts, {
      limits: AT_ONCE,
      ask: async ({ embeddings }, input) => {
        const body = { model, input, ...(dimensions !== undefined && { dimensions }) };
        return vectorsOf(await endingAt(call.signal, () => embeddings.create(body)), input.length);
      },
    });
  }

  models(call: ProviderCall): Promise<readonly string[]> {
    return this.attempt(call, async (client) => {
      const page = await endingAt(call.signal, () => client.models.list());
      return page.data.map(({ id }) => id);
    });
  }
}
