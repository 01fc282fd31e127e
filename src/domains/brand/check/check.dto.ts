import { IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { Violation } from './violation.dto.js';

/** Characters of a text that is checked, at most. */
const LONGEST_CHECKED = 100_000;

export class CheckText {
  /** What is to be checked. Addresses, merge fields and HTML tags in it are passed over. @example 'Our best-in-class tools!' */
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_CHECKED)
  content!: string;

  /** The brand's id; your own when left out. */
  @MayBeLeftOut()
  @IsUUID()
  brandId?: string;
}

/** How many violations there are of each weight. */
export class ViolationCounts {
  /** @example 1 */
  error!: number;
  warning!: number;
  notice!: number;
}

/**
 * What rules found. Words are found whatever their case, accents, hyphens and spaces. The tone is judged by exclamation
 * marks, capitals, emoji, the length of sentences, and, in English, contractions and who is spoken to.
 */
export class CheckedText {
  /** Whether there is no violation that is an error. */
  passed!: boolean;
  /** In the order of the text; the first 500. */
  violations!: Violation[];
  /** How many there are altogether. @example 1 */
  total!: number;
  counts!: ViolationCounts;
  /** The version of the brand it was held against; null when none is saved. @example 3 */
  brand_version!: number | null;
}
