import { RequestMethod } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ADMIN_ONLY } from '#platform/auth/access.keys';
import type { TestApp } from './app.js';

const { KEY: ROUTE_CONFIG } = RouteConfig({});

export interface Route {
  method: string;
  path: string;
  isPublic: boolean;
  isAdminOnly: boolean;
}

/** Every route of every controller, as its decorators declare it. */
export function routesOf(app: TestApp): Route[] {
  return app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ metatype }) => (metatype ? handlersOf(metatype as new () => object) : []));
}

function handlersOf(controller: new () => object): Route[] {
  return methodsOf(controller.prototype as object).flatMap((handler) => {
    if (typeof handler !== 'function' || handler === controller || !Reflect.hasMetadata('path', handler))
      return [];
    const method = RequestMethod[Reflect.getMetadata('method', handler) as number] ?? '';
    const config = Reflect.getMetadata(ROUTE_CONFIG, handler) as { open?: boolean } | undefined;
    const isAdminOnly =
      Reflect.getMetadata(ADMIN_ONLY, handler) ?? Reflect.getMetadata(ADMIN_ONLY, controller);
    return pathsOf(controller).flatMap((prefix) =>
      pathsOf(handler).map((path) => ({
        method,
        path: `/${prefix}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'),
        isPublic: config?.open === true,
        isAdminOnly: Boolean(isAdminOnly),
      })),
    );
  });
}

/** What a class can do, also by what it inherits. */
function methodsOf(prototype: object | null): unknown[] {
  if (prototype === null || prototype === Object.prototype) return [];
  const own = Object.values(Object.getOwnPropertyDescriptors(prototype)).map(({ value }): unknown => value);
  return [...own, ...methodsOf(Object.getPrototypeOf(prototype) as object | null)];
}

function pathsOf(target: object): string[] {
  const path = Reflect.getMetadata('path', target) as string | string[] | undefined;
  return Array.isArray(path) ? path : [path ?? ''];
}
