import type { FastifyRequest } from 'fastify';
import type { Visit } from './tracking.service.js';

const LOOKS_AHEAD = /prefetch|preview|prerender/i;
const MACHINES =
  /bot\b|crawl|spider|slurp|preview|scanner|safelinks|proofpoint|barracuda|mimecast|curl\/|wget\/|python-|go-http|headless/i;
const LONGEST_USER_AGENT = 300;

/** Tells readers from machines that look ahead, by what they say of themselves. Image proxies of mail services are readers. */
export function visitOf({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): Visit {
  const said = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'].map((name) => String(headers[name] ?? ''));
  const userAgent = (headers['user-agent'] ?? '').replace(/\p{Cc}/gu, '').slice(0, LONGEST_USER_AGENT);
  const isMachine =
    method === 'HEAD' || said.some((text) => LOOKS_AHEAD.test(text)) || MACHINES.test(userAgent);
  return { userAgent, isMachine };
}
