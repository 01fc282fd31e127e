import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ClientGone } from './http.errors.js';

/** A signal that is aborted when the client closes the connection before it has been answered. */
export const WhenClientGone = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const { raw } = context.switchToHttp().getResponse<FastifyReply>();
  const controller = new AbortController();
  const leave = (): void => {
    if (!raw.writableFinished) controller.abort(new ClientGone());
  };
  if (raw.closed || raw.destroyed) leave();
  else raw.once('close', leave);
  return controller.signal;
});
