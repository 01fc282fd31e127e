import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { MailAddress } from '../mail-address.decorator.js';

export const SUPPRESSION_REASONS = [
  'unsubscribed',
  'hard_bounce',
  'soft_bounces',
  'complaint',
  'consent_withdrawn',
  'manual',
] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** An address that is not written to, and why. */
export class Suppression {
  email!: string;
  reason!: 'unsubscribed' | 'hard_bounce' | 'soft_bounces' | 'complaint' | 'consent_withdrawn' | 'manual';
  /** `marketing`: mail that its recipient has asked for still goes out. `all`: nothing does. */
  stream!: 'marketing' | 'all';
  /** A refusal of marketing that stands beside a reason that binds more, and is left when that is lifted. @example null */
  refusal!: 'unsubscribed' | 'consent_withdrawn' | null;
  /** Where it comes from: a message, a person. */
  source!: string | null;
  created_at!: string;
}

export class NewSuppression {
  /** The address that must not be written to. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @MailAddress()
  email!: string;

  /** Why; `consent_withdrawn` and `complaint` when the person said so. */
  @MayBeLeftOut()
  @IsIn(['manual', 'complaint', 'consent_withdrawn', 'unsubscribed'])
  reason: 'manual' | 'complaint' | 'consent_withdrawn' | 'unsubscribed' = 'manual';

  /** A note on where this comes from. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  source?: string;
}

export class SuppressionAddress {
  /** The address to take off the list. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @MailAddress()
  email!: string;

  /** Why it may be written to again; kept with what it was on the list for. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  reason: string = 'by hand';
}

/** An address that was taken off the list. */
export class SuppressionRemoval {
  id!: string;
  email!: string;
  /** What it was on the list for. */
  reason!: string;
  /** Why it no longer is. */
  removal_reason!: string;
  /** Since when it was on the list. */
  suppressed_at!: string;
  created_at!: string;
}

/** What became of a file of addresses. */
export class SuppressionImport {
  /** Lines that were read, without the names of columns and empty ones. */
  rows!: number;
  /** Addresses that were not on the list, or were for a milder reason. */
  added!: number;
  /** Addresses that were there already. */
  known!: number;
  /** Lines that hold no address, or a reason there is not. */
  invalid!: number;
  /** The first ten of those, by their place in the file. */
  invalid_lines!: number[];
}
