import type { FastifyRequest } from 'fastify';

/** Whether a body is on its way, by what the head of the request says. */
export function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
