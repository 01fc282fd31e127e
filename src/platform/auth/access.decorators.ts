import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { routeConfig } from '#platform/http/route-config';
import { ADMIN_ONLY } from './access.keys.js';
import type { Caller } from './caller.js';
import { KNOWN_BY_TOKEN, OPEN_ROUTE, SERVES_RESTING } from './open-routes.js';

/** Opens a route to everybody. Each says so itself, not its controller, and a test holds the list. */
export const Public = (): MethodDecorator =>
  applyDecorators(routeConfig(OPEN_ROUTE), ApiExtension('x-public', true));

/** Beside `@Public()`: who brings a valid token is the caller, and who brings another one is refused. */
export const WelcomesUsers = (): MethodDecorator => routeConfig(KNOWN_BY_TOKEN);

/** Lets only administrators in: 403 for everybody else. */
export const AdminOnly = () => applyDecorators(SetMetadata(ADMIN_ONLY, true), ApiExtension('x-admin', true));

/** The caller of an open route that welcomes users; undefined where nobody is signed in. */
export const MaybeUser = createParamDecorator((_: unknown, context: ExecutionContext): Caller | undefined => {
  const { user } = context.switchToHttp().getRequest<{ user?: Caller }>();
  return user;
});

/** Serves an account that is about to be deleted too, though it changes something. */
export const WhileResting = (): MethodDecorator => routeConfig(SERVES_RESTING);

/** The signed-in caller of the request. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { user } = context.switchToHttp().getRequest<{ user: Caller }>();
  return user;
});
