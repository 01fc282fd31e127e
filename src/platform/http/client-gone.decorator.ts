import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ClientGone } from './http.errors.js';
import { onceClosed } from './once-closed.js';

/** A signal that is aborted when the client closes the connection before it has been answered. */
export const WhenClientGone = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const { raw } = context.switchToHttp().getResponse<FastifyReply>();
  const controller = new AbortController();
  onceClosed(raw, () => {
    if (!raw.writableFinished) controller.abort(new ClientGone());
  });
  return controller.signal;
});
