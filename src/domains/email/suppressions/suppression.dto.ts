import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { MailAddress } from '../mail-address.decorator.js';

const SUPPRESSION_REASONS = [
  'unsubscribed',
  'hard_bounce',
  'complaint',
  'consent_withdrawn',
  'manual',
] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** An address that is not written to, and why. */
export class Suppression {
  email!: string;
  reason!: 'unsubscribed' | 'hard_bounce' | 'complaint' | 'consent_withdrawn' | 'manual';
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
  @IsOptional()
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
}
