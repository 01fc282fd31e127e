import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ADMIN_ONLY } from './access.keys.js';
import { ClosedToKeys } from './api-keys/api-key.errors.js';
import { AdminOnlyRoute } from './auth.errors.js';
import type { Caller } from './caller.js';
import { RoleRepository } from './role.repository.js';

/** Lets administrators in: by the token's `app_metadata`, or by a row in `user_roles`. */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly roles: RoleRepository,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.reflector.getAllAndOverride<boolean>(ADMIN_ONLY, [context.getHandler(), context.getClass()]))
      return true;
    const { user } = context.switchToHttp().getRequest<{ user?: Caller }>();
    // An administrator's key is no administrator.
    if (user?.apiKey) throw new ClosedToKeys();
    if (user && (user.isAdmin || (await this.roles.has(user.id, 'admin')))) return true;
    throw new AdminOnlyRoute();
  }
}
