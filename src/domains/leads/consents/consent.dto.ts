import { IsIn, IsIP, IsOptional, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { IsInstant } from '#platform/http/instant.validator';
import { IsClean, OptionalText } from '../lead-field.validators.js';

const DECISIONS = ['granted', 'withdrawn'] as const;
export type Decision = (typeof DECISIONS)[number];

/** The purpose that decides whether mail is sent. */
export const MAIL = 'email';

const PURPOSE = /^[a-z][a-z0-9_-]{0,39}$/;

export function isPurpose(value: unknown): value is string {
  return typeof value === 'string' && PURPOSE.test(value);
}

export const IsPurpose = (): PropertyDecorator =>
  Matches(PURPOSE, { message: 'purpose must be a word of lower-case letters, digits, - and _' });

/** One decision of a person about one purpose, and what proves it. */
export class RecordConsent {
  /** What was agreed to: `email` decides whether mail is sent; any other word is yours, such as `phone` or `profiling`. */
  @IsPurpose()
  purpose!: string;

  @IsIn(DECISIONS)
  decision!: Decision;

  /** The words that were agreed to; must be told when consent is granted. */
  @ValidateIf(({ decision, text }: RecordConsent) => decision === 'granted' || text !== undefined)
  @IsClean()
  @MinLength(1)
  @MaxLength(5_000)
  text?: string;

  /** Which version of these words. */
  @OptionalText(100)
  text_version?: string | null;

  /** The network address it was given from. */
  @IsOptional()
  @IsIP()
  ip?: string | null;

  /** Where it was given, such as `fair in Berlin, list on paper`. */
  @IsClean()
  @MinLength(1)
  @MaxLength(200)
  source!: string;

  /** When it was given; now when left out. */
  @IsOptional()
  @IsInstant()
  occurred_at?: string;
}

/** A decision about one purpose and its proof. It is never changed; a later decision is another one. */
export class LeadConsent {
  id!: string;
  purpose!: string;
  decision!: Decision;
  /** The address the lead had. */
  email!: string | null;
  text!: string | null;
  text_version!: string | null;
  ip!: string | null;
  /** Where it was given: what its owner wrote, or `form`, or `double_opt_in` when the address was confirmed by mail, too. */
  source!: string;
  /** The form it was given with. */
  form_id!: string | null;
  occurred_at!: string;
  recorded_at!: string;
  /** Whether no later decision about this purpose is known. */
  current!: boolean;
}
