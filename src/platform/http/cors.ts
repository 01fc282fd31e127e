import type { FastifyCorsOptions } from '@fastify/cors';
import type { FastifyRequest } from 'fastify';

/** Pages, scripts and submissions that live on other people's sites: any origin, never credentials. */
const EMBEDDED_ELSEWHERE = [
  '/api/lead-capture/webhook/',
  '/api/lead-capture/public/',
  '/static/',
  '/form/',
  '/e/',
];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const EXPOSED = ['X-Request-Id', 'Retry-After', 'RateLimit', 'RateLimit-Policy', 'Idempotency-Replayed'];

/** Who may call from a browser: the listed origins, and anybody where forms are embedded. */
export function corsFor(origins: readonly string[]) {
  const listed = new Set(origins);
  return (
    request: FastifyRequest,
    done: (error: Error | null, options?: FastifyCorsOptions) => void,
  ): void => {
    const open = EMBEDDED_ELSEWHERE.some((prefix) => request.url.startsWith(prefix));
    const origin = request.headers.origin;
    done(null, {
      origin: open ? '*' : origin !== undefined && listed.has(origin),
      methods: METHODS,
      exposedHeaders: EXPOSED,
      credentials: false,
      maxAge: 600,
      strictPreflight: false,
    });
  };
}
