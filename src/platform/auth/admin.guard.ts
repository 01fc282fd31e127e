import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ADMIN_ONLY } from './access.keys.js';
import { Administrators } from './administrators.js';
import { ClosedToKeys } from './api-keys/api-key.errors.js';
import { AdminOnlyRoute } from './auth.errors.js';
import type { Caller } from './caller.js';

/** Lets administrators in where nobody else may. */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly administrators: Administrators,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.reflector.getAllAndOverride<boolean>(ADMIN_ONLY, [context.getHandler(), context.getClass()]))
      return true;
    const { user } = context.switchToHttp().getRequest<{ user?: Caller }>();
    if (user?.apiKey) throw new ClosedToKeys();
    if (user && (await this.administrators.include(user))) return true;
    throw new AdminOnlyRoute();
  }
}
