import { Transform } from 'class-transformer';
import { IsString, MaxLength, MinLength } from 'class-validator';

export class HeadlineToAnalyze {
  /** @example 'Seven proven ways to a garden that you will love' */
  @IsString()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @MinLength(1)
  @MaxLength(300)
  headline!: string;
}

/** One thing that makes a headline work. */
export class HeadlineFactor {
  /** @example 'words' */
  id!: string;
  /** How well it is met, 0 to 1. @example 1 */
  value!: number;
  /** Its part of the score: all weights are 100. @example 15 */
  weight!: number;
  /** What was found. @example '9 words; 6 to 12 are taken in at a glance.' */
  message!: string;
}

export class HeadlineSentiment {
  /** @example 'positive' */
  label!: 'positive' | 'negative' | 'neutral';
  /** Glad words less sad ones, of all words that are felt; -1 to 1. @example 1 */
  score!: number;
}

/** What makes a headline work, and what would make it work better. No model was asked. */
export class HeadlineAnalysis {
  /** @example 'Seven proven ways to a garden that you will love' */
  headline!: string;
  /** The sum of all values times their weights, rounded; 0 to 100. @example 90 */
  score!: number;
  /** @example 49 */
  characters!: number;
  /** @example 10 */
  words!: number;
  sentiment!: HeadlineSentiment;
  factors!: HeadlineFactor[];
  /** One sentence for each factor that is not wholly met, the weightiest first. */
  suggestions!: string[];
  /** @example false */
  ai!: false;
}
