import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { hasBody } from './has-body.js';

/** Reads no body that is sent to where there is nothing. */
export function refuseUnknownAddresses(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.is404 && hasBody(request)) done(new NotFoundException());
    else done(null, payload);
  });
}
