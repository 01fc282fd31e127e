import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { AppError } from '#kernel/errors';
import { Accounts } from '#platform/accounts/accounts';
import { AccountDeleted, AccountResting } from '#platform/accounts/accounts.errors';
import { scopes } from '#platform/database/scope';
import { KeyAdmission } from './api-keys/key-admission.js';
import { TokenExpired, TokenInvalid, TokenMissing } from './auth.errors.js';
import type { Caller } from './caller.js';
import { bringsWelcomeToken, isOpen, serves } from './open-routes.js';
import { VerifiedTokens } from './verified-tokens.js';

type AdmittedRequest = FastifyRequest & { user?: Caller; raw: { userId?: string } };

/** Closed unless a route says `@Public()`. Whoever comes in is the identity the database sees for the rest of the request. */
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(
    private readonly verified: VerifiedTokens,
    private readonly accounts: Accounts,
    private readonly keys: KeyAdmission,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AdmittedRequest>();
    if (isOpen(request) && !bringsWelcomeToken(request)) return true;
    const user = request.user ?? (await this.admit(context));
    const scope = scopes.getStore();
    if (scope) scope.identity = { role: 'authenticated', userId: user.id, email: user.email };
    return true;
  }

  /** Verifies the token or key and leaves the caller on the request. */
  async admit(context: ExecutionContext): Promise<Caller> {
    const request = context.switchToHttp().getRequest<AdmittedRequest & { user: Caller }>();
    const authorization = onlyAuthorization(request);
    await this.accounts.refresh();
    const key = this.keys.keyIn(authorization);
    if (key === undefined) await this.knowPerson(context, request, authorization);
    else request.user = await this.machine(key, request, authorization);
    request.raw.userId = request.user.id;
    refuseWhileResting(request, request.user);
    return request.user;
  }

  private async knowPerson(
    context: ExecutionContext,
    request: { user: Caller },
    authorization: string,
  ): Promise<void> {
    const known = this.verified.find(authorization);
    if (known) request.user = known;
    else {
      const asOf = this.accounts.edition;
      await super.canActivate(context);
      request.user = await this.standing(request.user);
      this.verified.keep(authorization, request.user, asOf);
    }
  }

  /** A key is looked at anew each time; how its owner's account stands is remembered as it is for tokens. */
  private async machine(key: string, request: FastifyRequest, authorization: string): Promise<Caller> {
    const admitted = await this.keys.admit(key, request);
    const known = this.verified.find(authorization);
    if (known) return { ...admitted, restsUntil: known.restsUntil };
    const asOf = this.accounts.edition;
    const caller = await this.standing(admitted);
    this.verified.keep(authorization, caller, asOf);
    return caller;
  }

  /** The caller with what is known of their account; a token outlives it by days. */
  private async standing(user: Caller): Promise<Caller> {
    const standing = await this.accounts.standing(user.id);
    if (standing.state === 'closed') throw new AccountDeleted();
    return standing.state === 'resting' ? { ...user, restsUntil: standing.eraseAt } : user;
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

/** Until it is deleted, an account can be looked at, taken along and taken back. */
function refuseWhileResting(request: FastifyRequest, { restsUntil }: Caller): void {
  if (restsUntil !== undefined && !serves(request)) throw new AccountResting(restsUntil);
}
