import { IsNumber, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { PageQuery } from '#platform/http/page-query';
import { QueryInt } from '#platform/http/query';

export class TrackAlignment {
  /** Which text: an id, an address or a name of your own. @example 'post-42' */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  contentId!: string;

  /** How well it keeps to the brand, 0 to 100: the `score` of a voice analysis, or one of your own. @example 86 */
  @IsNumber({ allowInfinity: false, allowNaN: false, maxDecimalPlaces: 2 })
  @Min(0)
  @Max(100)
  score!: number;
}

export class AlignmentQuery extends PageQuery {
  /** Only those of this text. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  content_id?: string;
}

export class AlignmentSummaryQuery {
  /** Only those of this text. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  content_id?: string;

  /** How many days back. */
  @QueryInt(1, 3_650)
  days: number = 30;
}

/** A score that a text was given. */
export class Alignment {
  id!: string;
  /** @example 'post-42' */
  content_id!: string;
  /** 0 to 100. @example 86 */
  score!: number;
  /** The version of the brand at that time; null when none was saved. @example 3 */
  brand_version!: number | null;
  /** @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
}

/** The scores of the last days, taken together. */
export class AlignmentSummary {
  /** @example 30 */
  days!: number;
  /** How many scores. @example 12 */
  count!: number;
  /** Null when there are none. @example 81.25 */
  average!: number | null;
  lowest!: number | null;
  highest!: number | null;
}
