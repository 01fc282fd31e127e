import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { isUuid } from '#kernel/ids';
import { Settings } from '#platform/config/settings';
import { TokenInvalid } from './auth.errors.js';
import type { Caller } from './caller.js';
import { readTokenHeader } from './token-header.js';
import { TokenKeys } from './token-keys.js';

const SKEW_SECONDS = 30;
/** The longest session Supabase lets a project configure. */
const LONGEST_LIFE_SECONDS = 7 * 24 * 3600;

interface Claims {
  sub?: unknown;
  exp?: unknown;
  iat?: unknown;
  role?: unknown;
  email?: unknown;
  is_anonymous?: unknown;
  app_metadata?: { role?: unknown; roles?: unknown };
}

/** Supabase access tokens: signature, expiry, audience and issuer by passport-jwt; subject, role and age here. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(keys: TokenKeys, settings: Settings) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      algorithms: ['HS256', 'ES256', 'RS256'],
      audience: 'authenticated',
      ...(settings.SUPABASE_JWT_ISSUER !== undefined && { issuer: settings.SUPABASE_JWT_ISSUER }),
      jsonWebTokenOptions: { clockTolerance: SKEW_SECONDS },
      secretOrKeyProvider: (
        _request: unknown,
        token: string,
        done: (error: unknown, key?: never) => void,
      ) => {
        chooseKey(keys, token).then((key) => done(null, key as never), done);
      },
    });
  }

  validate(claims: Claims): Caller {
    const now = Date.now() / 1000;
    const { sub, exp, iat, role } = claims;
    const wellFormed =
      isUuid(sub) && typeof exp === 'number' && Number.isFinite(exp) && role === 'authenticated';
    const young = iat === undefined || (typeof iat === 'number' && iat <= now + SKEW_SECONDS);
    if (
      !wellFormed ||
      !young ||
      exp > now + LONGEST_LIFE_SECONDS + SKEW_SECONDS ||
      claims.is_anonymous === true
    )
      throw new TokenInvalid();
    return {
      id: sub,
      email: typeof claims.email === 'string' ? claims.email : undefined,
      isAdmin: hasAdminClaim(claims),
      expiresAt: exp,
    };
  }
}

async function chooseKey(keys: TokenKeys, token: string) {
  return keys.find(readTokenHeader(token));
}

/** Only `app_metadata` counts: users can write their `user_metadata` themselves. */
function hasAdminClaim({ app_metadata: metadata }: Claims): boolean {
  if (typeof metadata !== 'object' || metadata === null) return false;
  return metadata.role === 'admin' || (Array.isArray(metadata.roles) && metadata.roles.includes('admin'));
}
