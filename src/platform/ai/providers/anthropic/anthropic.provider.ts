import { Anthropic } from '@anthropic-ai/sdk';
import type { Message, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages/messages';
import type { Stream } from '@anthropic-ai/sdk/streaming';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import {
  AiProvider,
  type ProviderAnswer,
  type ProviderCall,
  type ProviderEvent,
  type ProviderRequest,
} from '../ai-provider.js';
import { ChatAnswer } from '../chat-answer.js';
import { ClientsByKey } from '../clients-by-key.js';
import { NEVER_MS, providerFetch } from '../provider-fetch.js';
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
export class AnthropicProvider extends AiProvider {
  readonly id = 'anthropic';
  private readonly clients: ClientsByKey<Anthropic>;

  constructor(settings: Settings) {
    super();
    const baseURL = settings.aiBaseUrl('anthropic');
    this.clients = new ClientsByKey(
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

  text(request: ProviderRequest, call: ProviderCall): Promise<ProviderAnswer> {
    return this.attempt(call, async (client) => {
      const answer = new ChatAnswer(this.id, call.key);
      const options = { body: messageBody(request), headers: messageHeaders(request), signal: call.signal };
      readMessage(answer, await client.post<Message>(MESSAGES, options));
      return answer.whole();
    });
  }

  async *stream(request: ProviderRequest, call: ProviderCall): AsyncGenerator<ProviderEvent> {
    const answer = new ChatAnswer(this.id, call.key);
    const message = new MessageStream(answer);
    try {
      const options = { headers: messageHeaders(request), signal: call.signal, stream: true };
      const events = await this.clients.of(call.key).post<Stream<RawMessageStreamEvent>>(MESSAGES, {
        ...options,
        body: { ...messageBody(request), stream: true },
      });
      for await (const event of untilStop(events)) {
        const text = message.read(event);
        if (text !== '') yield { kind: 'delta', text };
      }
      call.signal.throwIfAborted();
      yield { kind: 'end', answer: answer.whole() };
    } catch (error) {
      throw anthropicFailure(error, call);
    }
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

  private async attempt<Result>(
    call: ProviderCall,
    work: (client: Anthropic) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work(this.clients.of(call.key));
    } catch (error) {
      throw anthropicFailure(error, call);
    }
  }
}
