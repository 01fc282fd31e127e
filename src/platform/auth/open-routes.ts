import type { FastifyRequest } from 'fastify';

/** What `@Public()` says about a route, and what a route outside the framework says of itself. */
export const OPEN_ROUTE = { open: true } as const;

/** Whether the route is open to everybody; the only place that asks. */
export function isOpen({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as Partial<typeof OPEN_ROUTE>).open === true;
}
