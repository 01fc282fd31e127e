import { Transform } from 'class-transformer';
import { IsString, Matches, MaxLength } from 'class-validator';

const LONGEST_VALUE = 4_096;

/** A key as it goes in; it never comes out again. */
export class NewSecret {
  /** The key itself; blanks around it are cut off. @example 'sk-ant-api03-R2D2' */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @MaxLength(LONGEST_VALUE)
  @Matches(/^[\x21-\x7e]+$/, {
    message: 'value must be the key alone: visible ASCII characters, without blanks or line breaks',
  })
  value!: string;
}

/** A key that is kept, without the key. */
export class SecretEntry {
  /** The service it opens. @example 'anthropic_api_key' */
  service!: string;
  /** What keys of this service begin with and the last four characters; null when there is no value. @example 'sk-ant-…4f2a' */
  mask!: string | null;
  /** The same for the same value, until the master key is replaced; null when there is no value. @example '9f86d081884c7d65' */
  fingerprint!: string | null;
  /** False once it was removed. @example true */
  is_active!: boolean;
  /** `unreadable` when it can no longer be opened and must be saved again. @example null */
  problem!: 'unreadable' | null;
  /** When the first key was saved. @example '2026-11-23T20:00:00.000Z' */
  created_at!: string;
  /** When it was last saved or removed. @example '2026-11-23T20:00:00.000Z' */
  updated_at!: string;
  /** When we last used it, to the minute. @example '2026-11-23T20:00:00.000Z' */
  last_used_at!: string | null;
}

/** How a service took a key. */
export class SecretTest {
  /** The service that was asked. @example 'anthropic_api_key' */
  service!: string;
  /**
   * `invalid_key` it is unknown, expired or revoked; `no_quota` nothing is left to spend; `no_scope` it may not do what we
   * need; `limited` it works, and was asked too often just now; `unreachable` the service did not answer. @example 'ok'
   */
  result!: 'ok' | 'invalid_key' | 'no_quota' | 'no_scope' | 'limited' | 'unreachable';
}
