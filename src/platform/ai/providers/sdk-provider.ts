import type { AiFailure } from './ai-failure.js';
import {
  AiProvider,
  type ProviderAnswer,
  type ProviderCall,
  type ProviderEvent,
  type ProviderRequest,
} from './ai-provider.js';
import { ChatAnswer } from './chat-answer.js';
import { ClientsByKey } from './clients-by-key.js';

/** One request for text, to be put to one client of the SDK. */
export interface Asking<Client> {
  readonly client: Client;
  readonly request: ProviderRequest;
  readonly signal: AbortSignal;
}

/** A company with an SDK: one client per key, answers put together in one way, every error told in our words. */
export abstract class SdkProvider<Client> extends AiProvider {
  private readonly clients: ClientsByKey<Client>;

  protected constructor(clientOf: (key: string) => Client) {
    super();
    this.clients = new ClientsByKey(clientOf);
  }

  /** Why an attempt failed; when the signal ended it, the signal's reason is thrown. */
  protected abstract readonly failure: (error: unknown, call: ProviderCall) => AiFailure;

  /** Asks for a whole answer and takes it over. */
  protected abstract ask(asking: Asking<Client>, answer: ChatAnswer): Promise<void>;

  /** Asks for a stream and takes it over; yields the text in each piece. */
  protected abstract askForStream(asking: Asking<Client>, answer: ChatAnswer): AsyncIterable<string>;

  text(request: ProviderRequest, call: ProviderCall): Promise<ProviderAnswer> {
    return this.attempt(call, async (client) => {
      const answer = new ChatAnswer(this.id, call.key, call.counted);
      await this.ask({ client, request, signal: call.signal }, answer);
      return answer.whole();
    });
  }

  async *stream(request: ProviderRequest, call: ProviderCall): AsyncGenerator<ProviderEvent> {
    const answer = new ChatAnswer(this.id, call.key, call.counted);
    try {
      const client = this.clients.of(call.key);
      for await (const text of this.askForStream({ client, request, signal: call.signal }, answer))
        if (text !== '') yield { kind: 'delta', text };
      call.signal.throwIfAborted();
      yield { kind: 'end', answer: answer.whole() };
    } catch (error) {
      throw this.failure(error, call);
    }
  }

  protected async attempt<Result>(
    call: ProviderCall,
    work: (client: Client) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work(this.clients.of(call.key));
    } catch (error) {
      throw this.failure(error, call);
    }
  }
}
