import { RequestMethod } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ADMIN_ONLY, PUBLIC } from '#platform/auth/access.keys';
import type { TestApp } from './app.js';

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
    const says = (key: string) =>
      Boolean(Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller));
    return pathsOf(controller).flatMap((prefix) =>
      pathsOf(handler).map((path) => ({
        method,
        path: `/${prefix}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'),
        isPublic: says(PUBLIC),
        isAdminOnly: says(ADMIN_ONLY),
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
