import type { FastifyRequest } from 'fastify';

/** What `@Public()` says about a route, and what a route outside the framework says of itself. */
export const OPEN_ROUTE = { open: true } as const;

/** Whether the route is open to everybody; the only place that asks. */
export function isOpen({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as Partial<typeof OPEN_ROUTE>).open === true;
}

/** What `@WelcomesUsers()` says about an open route: whoever brings a token is somebody there, and a bad one is refused. */
export const KNOWN_BY_TOKEN = { knownByToken: true } as const;

/** Whether the request goes to an open route that wants to know who is signed in, and brings a token. */
export function bringsWelcomeToken({ routeOptions, headers }: FastifyRequest): boolean {
  const { knownByToken } = routeOptions.config as Partial<typeof KNOWN_BY_TOKEN>;
  return knownByToken === true && headers.authorization !== undefined;
}

/** What `@WhileResting()` says about a route. */
export const SERVES_RESTING = { servesResting: true } as const;

const READING = ['GET', 'HEAD', 'OPTIONS'];

/** Whether the route serves an account that is about to be deleted: whatever only reads, and what says so of itself. */
export function serves({ method, routeOptions }: FastifyRequest): boolean {
  return (
    READING.includes(method) || (routeOptions.config as Partial<typeof SERVES_RESTING>).servesResting === true
  );
}
