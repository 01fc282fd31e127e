import type { AiUsage } from '../ai-request.js';
import { roughTokensOf } from '../usage/tokens.js';
import { AiFailure } from './ai-failure.js';
import {
  AiProvider,
  type ProviderAnswer,
  type ProviderCall,
  type ProviderEvent,
  type ProviderRequest,
  type ProviderVectors,
} from './ai-provider.js';
import { heardBy } from './arrivals.js';
import { ChatAnswer } from './chat-answer.js';
import { ClientsByKey } from './clients-by-key.js';
import { type BatchLimits, batchesOf } from './vectors.js';

/** One request for text, to be put to one client of the SDK. */
export interface Asking<Client> {
  readonly client: Client;
  readonly request: ProviderRequest;
  readonly signal: AbortSignal;
}

/** How vectors are asked for: so many texts at once, in order, and the tokens they took. */
interface Embedding<Client> {
  readonly limits: BatchLimits;
  readonly ask: (
    client: Client,
    texts: string[],
  ) => Promise<{ readonly vectors: readonly (readonly number[])[]; readonly input: number }>;
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
  protected abstract askForStream(asking: Asking<Client>, answer: ChatAnswer): AsyncGenerator<string>;

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
      const pieces = this.askForStream({ client, request, signal: call.signal }, answer);
      for await (const text of heardBy(call.heard, pieces)) if (text !== '') yield { kind: 'delta', text };
      call.signal.throwIfAborted();
      yield { kind: 'end', answer: answer.whole() };
    } catch (error) {
      throw this.failure(error, call);
    }
  }

  /** Asks for the vectors batch by batch. What was sent so far counts though a later batch fails or is cut off; no more does. */
  protected async embedInBatches(
    call: ProviderCall,
    texts: readonly string[],
    { limits, ask }: Embedding<Client>,
  ): Promise<ProviderVectors> {
    const vectors: (readonly number[])[] = [];
    let input = 0;
    for (const batch of batchesOf(texts, limits)) {
      const sent = roughTokensOf(batch);
      call.counted?.(inputOf(input + sent));
      const asked = this.attempt(call, (client) => ask(client, batch));
      const made = await asked.catch((error: unknown) => {
        if (!(error instanceof AiFailure) || call.signal.aborted) throw error;
        throw error.having(inputOf(input + (error.mayBeTaken ? sent : 0)));
      });
      vectors.push(...made.vectors);
      input += made.input || sent;
      call.heard?.();
    }
    return { vectors, usage: inputOf(input) };
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

function inputOf(tokens: number): AiUsage {
  return { input: tokens, cachedInput: 0, output: 0 };
}
