import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
} from 'class-validator';
import { IsInstant } from '#platform/http/instant.validator';
import { IsJsonObject } from '#platform/http/json-object.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { ACCEPTED_TYPES, contentType, platformId } from '../kinds/content-kind.js';
import { IsPlatform } from '../kinds/platform.validator.js';
import type { ContentStatus } from '../publishing/content-state.js';

/** What is planned for one moment. */
export class CalendarEntry {
  /** Of an entry its UUID, of a piece of content its number. @example '01a20a7b-f54b-75a5-ae77-86a3de4c5ecf' */
  id!: string;
  /** `entry` for what was put into the calendar, `piece` for scheduled content. @example 'entry' */
  kind!: 'entry' | 'piece';
  title!: string;
  description!: string | null;
  /** @example 'social_post' */
  content_type!: string;
  /** @example ['linkedin'] */
  platform!: string[];
  /** @example '2027-03-01T08:00:00Z' */
  scheduled_date!: string;
  status!: ContentStatus;
  /** The piece of content; null for an entry. */
  content_id!: number | null;
  /** Whatever else is known of an entry, by keys of your own. */
  content_data!: Record<string, unknown>;
  /** What belongs to it: addresses or names of files. */
  assets!: string[];
  assigned_to!: string | null;
  created_at!: string;
  updated_at!: string;
}

/** A note in the calendar that something is to appear. */
export class NewCalendarEntry {
  /** @example 'Spring opening' */
  @IsString()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @MinLength(1)
  @MaxLength(300)
  title!: string;

  @IsOptional()
  @IsString()
  @MaxLength(5_000)
  description?: string | null;

  /** @example 'social_post' */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? contentType(value) : value))
  @IsIn(ACCEPTED_TYPES)
  content_type!: string;

  /** Where it is to appear. @example ['linkedin'] */
  @MayBeLeftOut()
  @Transform(({ value }: { value: unknown }) =>
    Array.isArray(value)
      ? value.map((name: unknown) => (typeof name === 'string' ? platformId(name) : name))
      : value,
  )
  @IsArray()
  @ArrayMaxSize(20)
  @IsPlatform({ each: true })
  platform?: string[];

  /** @example '2027-03-01T08:00:00Z' */
  @IsInstant()
  scheduled_date!: string;

  /** Whatever else is known, by keys of your own. */
  @MayBeLeftOut()
  @IsJsonObject()
  content_data?: Record<string, unknown>;

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(2_000, { each: true })
  assets?: string[];

  @IsOptional()
  @IsUUID()
  assigned_to?: string | null;
}

export class CalendarMove {
  /** The new time; for content a moment to come. @example '2027-03-02T08:00:00Z' */
  @IsInstant()
  scheduled_date!: string;
}

/** Which part of the calendar is wanted, the earliest first. */
export class CalendarQuery extends PageQuery {
  /** Today when left out. @example '2027-03-01' */
  @IsOptional()
  @IsInstant()
  from?: string;

  /** What is planned for this moment or later is left out; 31 days after `from` when left out. @example '2027-04-01' */
  @IsOptional()
  @IsInstant()
  to?: string;
}

/** An entry that is gone, or content that is no longer scheduled. */
export class RemovedCalendarEntry {
  /** @example true */
  deleted!: boolean;
  id!: string;
}
