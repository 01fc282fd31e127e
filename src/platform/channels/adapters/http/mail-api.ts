import type { MailFailure, MailMessage } from '../../mail-channel.js';

/** One request to a provider, relative to its base address. */
export interface ApiRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What the provider answered. */
export interface ApiAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body where it is a JSON object, else empty. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** How one provider is spoken to over HTTP. An adapter translates and decides nothing else. */
export abstract class MailApi {
  abstract readonly kind: string;
  abstract readonly baseUrl: string;
  /** The message's id is the provider's idempotency key. */
  readonly isIdempotent: boolean = false;

  /** Hands over a mail. */
  abstract sending(message: MailMessage): Promise<ApiRequest> | ApiRequest;

  /** Asks for something harmless that only a valid account is told. */
  abstract probing(): Omit<ApiRequest, 'body'>;

  /** How the provider names the mail it has taken; undefined when the answer is not the one it gives then. */
  abstract acceptedAs(answer: ApiAnswer): string | undefined;

  /** What an answer means where its status alone would say something else. */
  readingOf(_answer: ApiAnswer): { readonly acceptedAs: string } | MailFailure | undefined {
    return undefined;
  }

  /** Seconds for which the provider wants to be left alone. */
  waitOf(_headers: ApiAnswer['headers']): number | undefined {
    return undefined;
  }
}

/** The text at a name of an answer; undefined where there is none. */
export function textAt(json: ApiAnswer['json'], name: string): string | undefined {
  const value = json[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Seconds that a header counts down. */
export function secondsIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Math.ceil(Number(text)) : undefined;
}

export function json(value: unknown): Pick<ApiRequest, 'body'> {
  return { body: JSON.stringify(value) };
}
