import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { routeConfig } from '#platform/http/route-config';
import { ADMIN_ONLY } from './access.keys.js';
import type { Caller } from './caller.js';
import { OPEN_ROUTE } from './open-routes.js';

/** Opens a route to everybody. Each says so itself, not its controller, and a test holds the list. */
export const Public = (): MethodDecorator =>
  applyDecorators(routeConfig(OPEN_ROUTE), ApiExtension('x-public', true));

/** Lets only administrators in: 403 for everybody else. */
export const AdminOnly = () => applyDecorators(SetMetadata(ADMIN_ONLY, true), ApiExtension('x-admin', true));

/** The signed-in caller of the request. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { user } = context.switchToHttp().getRequest<{ user: Caller }>();
  return user;
});
