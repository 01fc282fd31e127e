import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Caller } from './caller.js';
import { ADMIN_ONLY, PUBLIC } from './access.keys.js';

/** Opens a route to everybody. A test holds the list of open routes. */
export const Public = () => applyDecorators(SetMetadata(PUBLIC, true), ApiExtension('x-public', true));

/** Lets only administrators in: 403 for everybody else. */
export const AdminOnly = () => applyDecorators(SetMetadata(ADMIN_ONLY, true), ApiExtension('x-admin', true));

/** The signed-in caller of the request. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { user } = context.switchToHttp().getRequest<{ user: Caller }>();
  return user;
});
