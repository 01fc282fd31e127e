import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsInstant } from '#platform/http/instant.validator';
import { OptionalLine, OptionalText } from '../lead-field.validators.js';
import { RECORDED_TYPES, type RecordedType } from '../timeline/timeline.dto.js';

const DIRECTIONS = ['inbound', 'outbound'] as const;
type Direction = (typeof DIRECTIONS)[number];

/** What somebody did with a lead, outside of this system. */
export class RecordActivity {
  @IsIn(RECORDED_TYPES)
  type!: RecordedType;

  /** Who began: `inbound` is the lead. */
  @IsOptional()
  @IsIn(DIRECTIONS)
  direction?: Direction | null;

  /** @example 'Prices for twenty seats' */
  @OptionalLine(200)
  subject?: string | null;

  @OptionalText(10_000)
  text?: string | null;

  /** What came of it. @example 'wants a demo' */
  @OptionalLine(200)
  outcome?: string | null;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_440)
  duration_minutes?: number | null;

  /** When it was; now when left out, and never later. */
  @IsOptional()
  @IsInstant()
  occurred_at?: string | null;
}

/** A call, a meeting or another deed as somebody wrote it down. */
export class RecordedActivity {
  id!: string;
  type!: RecordedType;
  direction!: Direction | null;
  subject!: string | null;
  text!: string | null;
  outcome!: string | null;
  duration_minutes!: number | null;
  occurred_at!: string;
  /** When it was last changed. */
  edited_at!: string | null;
}

export class ActivityDeleted {
  deleted!: true;
}
