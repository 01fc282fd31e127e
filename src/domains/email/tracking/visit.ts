import type { FastifyRequest } from 'fastify';
import type { Visit } from './tracking.service.js';

const LOOKS_AHEAD = /prefetch|preview|prerender/i;
const MACHINES =
  /bot\b|crawl|spider|slurp|preview|scanner|safelinks|proofpoint|barracuda|mimecast|curl\/|wget\/|python-|go-http|headless/i;
/** They load pictures for readers, or before anybody reads: of the reader they say nothing. A bare `Mozilla/5.0` is Apple's. */
const PICTURE_PROXIES =
  /GoogleImageProxy|ggpht\.com|YahooMailProxy|YahooCacheSystem|FeedFetcher-Google|^Mozilla\/5\.0$/i;
const LONGEST_USER_AGENT = 300;

/** Tells readers from machines that look ahead and from proxies that load pictures, by what they say of themselves. */
export function visitOf({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): Visit {
  const said = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'].map((name) => String(headers[name] ?? ''));
  const userAgent = (headers['user-agent'] ?? '').replace(/\p{Cc}/gu, '').slice(0, LONGEST_USER_AGENT);
  const looksAhead = method === 'HEAD' || said.some((text) => LOOKS_AHEAD.test(text));
  return { userAgent, isMachine: looksAhead || isMachine(userAgent) };
}

/** Whether a user agent says of itself that it is a machine. */
export function isMachine(userAgent: string): boolean {
  return MACHINES.test(userAgent) || PICTURE_PROXIES.test(userAgent.trim());
}
