import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { AppError } from '#kernel/errors';
import { scopes } from '#platform/database/scope';
import { TokenExpired, TokenInvalid, TokenMissing } from './auth.errors.js';
import type { Caller } from './caller.js';
import { isOpen } from './open-routes.js';
import { VerifiedTokens } from './verified-tokens.js';

type AdmittedRequest = FastifyRequest & { user?: Caller; raw: { userId?: string } };

/** Closed unless a route says `@Public()`. Whoever comes in is the identity the database sees for the rest of the request. */
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(private readonly verified: VerifiedTokens) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AdmittedRequest>();
    if (isOpen(request)) return true;
    const user = request.user ?? (await this.admit(context));
    const scope = scopes.getStore();
    if (scope) scope.identity = { role: 'authenticated', userId: user.id, email: user.email };
    return true;
  }

  /** Verifies the token and leaves the caller on the request. */
  async admit(context: ExecutionContext): Promise<Caller> {
    const request = context.switchToHttp().getRequest<AdmittedRequest & { user: Caller }>();
    const authorization = onlyAuthorization(request);
    const known = this.verified.find(authorization);
    if (known) request.user = known;
    else {
      await super.canActivate(context);
      this.verified.keep(authorization, request.user);
    }
    request.raw.userId = request.user.id;
    return request.user;
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

function onlyAuthorization({ headers, raw }: FastifyRequest): string {
  if (!headers.authorization) throw new TokenMissing();
  const sent = raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'authorization');
  if (sent.length > 1) throw new TokenInvalid();
  return headers.authorization;
}
