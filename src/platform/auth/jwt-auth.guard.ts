import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { AppError } from '#kernel/errors';
import { scopes } from '#platform/database/scope';
import { PUBLIC } from './access.keys.js';
import { TokenExpired, TokenInvalid, TokenMissing } from './auth.errors.js';
import type { Caller } from './caller.js';

interface IncomingHeaders {
  headers: { authorization?: string };
  raw: { rawHeaders: string[] };
}

/** Closed unless a route says `@Public()`. Whoever comes in is the identity the database sees for the rest of the request. */
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()]))
      return true;
    refuseMissingOrDouble(context.switchToHttp().getRequest<IncomingHeaders>());
    await super.canActivate(context);
    const { user, raw } = context.switchToHttp().getRequest<{ user: Caller; raw: { userId?: string } }>();
    raw.userId = user.id;
    const scope = scopes.getStore();
    if (scope) scope.identity = { role: 'authenticated', userId: user.id, email: user.email };
    return true;
  }

  override handleRequest<User>(error: unknown, user: User | false, info: unknown): User {
    if (error instanceof AppError) throw error;
    if (user) return user;
    if (info instanceof AppError) throw info;
    throw info instanceof Error && info.name === 'TokenExpiredError'
      ? new TokenExpired()
      : new TokenInvalid();
  }
}

function refuseMissingOrDouble({ headers, raw }: IncomingHeaders): void {
  if (!headers.authorization) throw new TokenMissing();
  const sent = raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'authorization');
  if (sent.length > 1) throw new TokenInvalid();
}
