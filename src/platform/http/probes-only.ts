import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

const PROBES = new Set(['/health/live', '/health/ready', '/metrics']);

/** A process that is not there to answer requests still tells its watchers how it is; all else is not found. */
export function serveProbesOnly(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (PROBES.has(request.routeOptions.url ?? '')) done();
    else done(new NotFoundException());
  });
}
