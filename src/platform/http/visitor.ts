import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

const LONGEST_USER_AGENT = 300;

/** Who did something over HTTP, as it goes into the record. */
export interface Visitor {
  /** An address as Postgres reads it; null where the proxy gives none. */
  readonly ip: string | null;
  readonly userAgent: string | null;
}

export function visitorOf({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): Visitor {
  const userAgent = (headers['user-agent'] ?? '').replace(/\p{Cc}/gu, '').slice(0, LONGEST_USER_AGENT);
  return { ip: isIP(ip) > 0 && !ip.includes('%') ? ip : null, userAgent: userAgent || null };
}
