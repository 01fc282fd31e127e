import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { routeBody } from './content-parsers.js';

const BODY_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 500;

/** Gives a body ten seconds to arrive, except where the route reads it as a stream; then the connection is closed. */
export function refuseSlowBodies(fastify: FastifyInstance): void {
  // In the order of their beginning, so that a look ends at the first that still has time. One timer serves all.
  const arriving = new Map<FastifyRequest, { reply: FastifyReply; until: number }>();
  const timer = setInterval(() => {
    const now = Date.now();
    for (const [request, { reply, until }] of arriving) {
      if (until > now) return;
      arriving.delete(request);
      if (!reply.sent) reply.raw.writeHead(408, { connection: 'close' }).end();
      request.raw.destroy();
    }
  }, LOOK_EVERY_MS).unref();
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    if (hasBody(request) && !routeBody(request).streams)
      arriving.set(request, { reply, until: Date.now() + BODY_WITHIN_MS });
    done(null, payload);
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    arriving.delete(request);
    done();
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    arriving.delete(request);
    done();
  });
  fastify.addHook('onClose', (_fastify, done) => {
    clearInterval(timer);
    done();
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
