import { Anthropic } from '@anthropic-ai/sdk';
import type { Message, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages/messages';
import type { Stream } from '@anthropic-ai/sdk/streaming';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { ProviderCall } from '../ai-provider.js';
import type { ChatAnswer } from '../chat-answer.js';
import { NEVER_MS, providerFetch } from '../provider-fetch.js';
import { type Asking, SdkProvider } from '../sdk-provider.js';
import { anthropicFailure } from './anthropic-failure.js';
import { MessageStream, readMessage } from './translate-answer.js';
import { messageBody, messageHeaders } from './translate-request.js';
import { untilStop } from './until-stop.js';

/** Asked by path, for `messages.create` prints a warning for each request to an older model. */
const MESSAGES = '/v1/messages';
const MODELS_A_PAGE = 1_000;
const MOST_PAGES = 10;

/** Anthropic, by its messages API. It has no embeddings. */
@Injectable()
export class AnthropicProvider extends SdkProvider<Anthropic> {
  readonly id = 'anthropic';
  protected readonly failure = anthropicFailure;

  constructor(settings: Settings) {
    const baseURL = settings.aiBaseUrl('anthropic');
    super(
      (apiKey) =>
        new Anthropic({
          apiKey,
          baseURL,
          maxRetries: 0,
          timeout: NEVER_MS,
          logLevel: 'off',
          openTelemetry: false,
          fetch: providerFetch,
        }),
    );
  }

  protected async ask({ client, request, signal }: Asking<Anthropic>, answer: ChatAnswer): Promise<void> {
    const options = { body: messageBody(request), headers: messageHeaders(request), signal };
    readMessage(answer, request.model, await client.post<Message>(MESSAGES, options));
  }

  protected async *askForStream(
    { client, request, signal }: Asking<Anthropic>,
    answer: ChatAnswer,
  ): AsyncGenerator<string> {
    const message = new MessageStream(answer, request.model);
    const body = { ...messageBody(request), stream: true };
    const options = { body, headers: messageHeaders(request), signal, stream: true };
    const events = await client.post<Stream<RawMessageStreamEvent>>(MESSAGES, options);
    for await (const event of untilStop(events)) yield message.read(event);
  }

  models(call: ProviderCall): Promise<readonly string[]> {
    return this.attempt(call, async (client) => {
      const ids: string[] = [];
      const first = await client.models.list({ limit: MODELS_A_PAGE }, { signal: call.signal });
      let pages = 0;
      for await (const { data } of first.iterPages()) {
        ids.push(...data.map(({ id }) => id));
        pages += 1;
        if (pages === MOST_PAGES) break;
      }
      return ids;
    });
  }
}
