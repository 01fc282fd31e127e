import type { InjectionToken, Provider, Type } from '@nestjs/common';

/** Provides every class in `members` and, under `token`, all of them together, in order, as one array. */
export function provideAll<Member>(token: InjectionToken, members: readonly Type<Member>[]): Provider[] {
  return [...members, gather(token, members)];
}

/** Provides, under `token`, what other modules provide, together, in order, as one array. */
export function gather<Member>(token: InjectionToken, members: readonly Type<Member>[]): Provider {
  return { provide: token, inject: [...members], useFactory: (...all: Member[]) => all };
}
