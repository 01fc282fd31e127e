import type { FastifyRequest } from 'fastify';

const texts = new WeakMap<object, string>();

/** Remembers the body of a request as it came, for as long as the request is there. */
export function keepBodyText({ raw }: FastifyRequest, text: string): void {
  texts.set(raw, text);
}

/** The body of a request to a route that keeps it, as it came; empty where there was none. */
export function bodyTextOf({ raw }: FastifyRequest): string {
  return texts.get(raw) ?? '';
}
