import { defineError } from '#kernel/errors';

export const TransportNotFound = defineError('email/transport-not-found', 'not-found', (id: string) => {
  return `Transport ${id} does not exist.`;
});
export const TransportUnfit = defineError('email/transport-unfit', 'invalid', (what: string) => what);
export const TooManyTransports = defineError('email/too-many-transports', 'conflict', (most: number) => {
  return `There can be at most ${most} transports.`;
});
export const RouteNotFound = defineError('email/route-not-found', 'not-found', (id: string) => {
  return `Route ${id} does not exist.`;
});
export const RouteUnfit = defineError('email/route-unfit', 'invalid', (what: string) => what);
export const TooManyRoutes = defineError('email/too-many-routes', 'conflict', (most: number) => {
  return `There can be at most ${most} routes.`;
});
