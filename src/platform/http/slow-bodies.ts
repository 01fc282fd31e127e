import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { routeBody } from './content-parsers.js';
import { describeError } from './error-body.js';
import { hasBody } from './has-body.js';

const BODY_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 500;
/** How long a client may take to read that it was too slow. */
const CUT_OFF_AFTER_MS = 1_000;

/**
 * Gives a body ten seconds to arrive, except where the route reads it as a stream; then answers 408 and closes. The rest of a
 * body whose request has been answered without it, such as one that was refused, has ten seconds as well: Node reads past
 * it, so that the client can read the answer and keep its connection.
 */
export function refuseSlowBodies(fastify: FastifyInstance): void {
  // In the order of their ends, so that a look stops at the first that still has time. One timer serves all.
  const arriving = new Map<FastifyRequest, { reply: FastifyReply; until: number }>();
  const expect = (request: FastifyRequest, reply: FastifyReply): void => {
    arriving.delete(request);
    arriving.set(request, { reply, until: Date.now() + BODY_WITHIN_MS });
  };
  const timer = setInterval(() => {
    const now = Date.now();
    for (const [request, { reply, until }] of arriving) {
      if (until > now) return;
      arriving.delete(request);
      if (request.raw.complete) continue;
      if (!reply.sent) refuse(request, reply);
      setTimeout(() => request.raw.destroy(), CUT_OFF_AFTER_MS).unref();
    }
  }, LOOK_EVERY_MS).unref();
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    if (hasBody(request) && !routeBody(request).streams) expect(request, reply);
    done(null, payload);
  });
  fastify.addHook('preValidation', (request, _reply, done) => {
    arriving.delete(request);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    if (hasBody(request) && !request.raw.complete && !request.raw.destroyed) expect(request, reply);
    else arriving.delete(request);
    done();
  });
  fastify.addHook('onClose', (_fastify, done) => {
    clearInterval(timer);
    done();
  });
}

function refuse(request: FastifyRequest, reply: FastifyReply): void {
  const { status, body } = describeError({ statusCode: 408 }, String(request.id));
  void reply
    .status(status)
    .headers({ connection: 'close', 'content-type': 'application/json; charset=utf-8' })
    .send(JSON.stringify(body));
}
