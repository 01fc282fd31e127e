import { applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { routeConfig } from './route-config.js';

const SHOWN_ONCE = { shownOnce: true } as const;

/** The answer holds a secret that is kept nowhere: not under an Idempotency-Key either, which such a route therefore does not heed. */
export const ShownOnce = () => applyDecorators(routeConfig(SHOWN_ONCE), ApiExtension('x-shown-once', true));

export function isShownOnce({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as Partial<typeof SHOWN_ONCE>).shownOnce === true;
}
