import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { IsInstant } from '#platform/http/instant.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { SCOPES } from './scopes.js';

/** A key that is wanted. */
export class NewApiKey {
  /** Who is going to use it. @example 'Website' */
  @IsString()
  @Matches(/^(?=.*\S)[^\p{Cc}]{1,100}$/u, { message: 'name must be 1 to 100 characters' })
  name!: string;

  /** What it may do: areas with `:read`, `:write` or `:*` for both. @example ['leads:read', 'leads:write'] */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(60)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true, message: 'each scope must be one of GET /api/user/api-keys/scopes' })
  scopes!: string[];

  /** When it stops being valid; never when left out. @example '2027-06-30T00:00:00Z' */
  @MayBeLeftOut()
  @IsInstant()
  expires_at?: string;

  /** Requests a minute, where that is to be fewer than the server allows a key. @example 60 */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(100_000)
  requests_per_minute?: number;
}

/** A key as it is listed; what it is is never told again. */
export class ApiKey {
  id!: string;
  /** @example 'Website' */
  name!: string;
  /** @example 'mak_…x7Qa' */
  mask!: string;
  scopes!: string[];
  requests_per_minute!: number | null;
  status!: 'active' | 'expired' | 'revoked';
  created_at!: string;
  /** When its secret was last replaced. */
  rotated_at!: string | null;
  expires_at!: string | null;
  /** To the minute. */
  last_used_at!: string | null;
  revoked_at!: string | null;
}

/** A key with what it is, which is told this once. */
export class ShownApiKey extends ApiKey {
  /** Send it as `Authorization: Bearer mak_…`. */
  key!: string;
}

/** What keys can be given for. */
export class ApiKeyScopes {
  scopes!: string[];
}
