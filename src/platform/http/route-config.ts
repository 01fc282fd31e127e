import { RouteConfig } from '@nestjs/platform-fastify';

const { KEY } = RouteConfig({});

/** Says something about a route that is known before its body is read; other decorators may say more. */
export const routeConfig =
  (said: object): MethodDecorator =>
  (target, name, descriptor) => {
    const before: unknown = Reflect.getMetadata(KEY, descriptor.value as object);
    RouteConfig({ ...(before as object | undefined), ...said })(target, name, descriptor);
  };
