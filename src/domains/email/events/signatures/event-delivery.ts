import type { IncomingHttpHeaders } from 'node:http';

/** What came to an endpoint, as it came. */
export interface EventDelivery {
  /** Exactly the bytes that were signed. */
  readonly text: string;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
  /** The address it came from. */
  readonly ip: string;
}

/** By what an endpoint knows its provider. */
export interface EndpointProof {
  readonly secret: string;
  /** Networks it may come from, where the provider names them. */
  readonly networks: readonly string[];
}

/** A proof that is good once is known again by its token. */
export interface Proven {
  readonly token: string | null;
}

const TOLERANCE_SECONDS = 300;

export function isRecent(seconds: unknown): boolean {
  const at = typeof seconds === 'string' || typeof seconds === 'number' ? Number(seconds) : Number.NaN;
  return Math.abs(Date.now() / 1_000 - at) <= TOLERANCE_SECONDS;
}

/** The header when it came once. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
