import type { FastifyInstance, FastifyRequest } from 'fastify';
import { routeBody } from './content-parsers.js';

const BODY_WITHIN_MS = 10_000;

/** Gives a body ten seconds to arrive, except where the route reads it as a stream; then the connection is closed. */
export function refuseSlowBodies(fastify: FastifyInstance): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    if (!routeBody(request).streams && hasBody(request)) {
      const timer = setTimeout(() => {
        if (!reply.sent) reply.raw.writeHead(408, { connection: 'close' }).end();
        request.raw.destroy();
      }, BODY_WITHIN_MS);
      timers.set(request, timer.unref());
    }
    done(null, payload);
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    clearTimeout(timers.get(request));
    done();
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    clearTimeout(timers.get(request));
    done();
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
