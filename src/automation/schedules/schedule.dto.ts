import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { SCHEDULE_STATUSES, type ScheduleStatus } from '#platform/clock/schedules/schedule';
import { IsInstant } from '#platform/http/instant.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';

const TRIGGERS = ['date', 'interval', 'cron'] as const;

/** When: `date` needs `at`, `interval` needs `every_seconds`, `cron` needs `line`. */
export class ScheduleTrigger {
  /** @example 'cron' */
  @IsIn(TRIGGERS)
  type!: (typeof TRIGGERS)[number];

  /** Of a date: the moment. @example '2027-03-01T09:00:00Z' */
  @MayBeLeftOut()
  @IsInstant()
  at?: string;

  /** Of an interval: seconds from one time to the next, at least 60. @example 3600 */
  @MayBeLeftOut()
  @IsInt()
  @Min(60)
  @Max(31_536_000)
  every_seconds?: number;

  /** Of an interval: its first time; when one interval has passed by default. @example '2027-03-01T09:00:00Z' */
  @MayBeLeftOut()
  @IsInstant()
  start_at?: string;

  /** Of a cron line: minute, hour, day of the month, month, day of the week. @example '30 2 * * 1-5' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  line?: string;

  /** Of a cron line: whose wall clocks it is read on, as the IANA database names it; UTC by default. @example 'Europe/Berlin' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(60)
  zone?: string;
}

/** Something to be done at a time. One that exists for the same thing is replaced. */
export class ScheduleRequest {
  /** `social_post` and `content_publish` take a date, `campaign_monitoring` an interval or a cron line, `email_sequence` and `lead_nurture` any of them. @example 'social_post' */
  @IsString()
  @MaxLength(50)
  kind!: string;

  /**
   * What it is about: `post_id`; `content_id`; `campaign_id` and `notify_email`; `sequence_id` with `lead_ids` or `segment_ids`.
   * @example { "post_id": "0195c9a4-5a86-7d5e-8f3c-2f6f9f0b7a10" }
   */
  @IsObject()
  payload!: Record<string, unknown>;

  /** When it is done. */
  @IsObject()
  @ValidateNested()
  @Type(() => ScheduleTrigger)
  trigger!: ScheduleTrigger;

  /** The campaign it belongs to: it is paused, resumed and cancelled with it. That of a post is the post's own. */
  @IsOptional()
  @IsUUID()
  campaign_id?: string;

  /** Whether of several times that were missed only the last is made up for. @example false */
  @MayBeLeftOut()
  @IsBoolean()
  coalesce: boolean = false;

  /** How many runs may be at work at a time; a time that comes while there are so many is skipped. @example 3 */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(10)
  max_instances: number = 3;

  /** How many seconds late it may still be done; later, the time counts as missed. @example 300 */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(86_400)
  misfire_grace_time: number = 300;
}

/** Which schedules are wanted. */
export class ScheduleQuery extends PageQuery {
  /** Only those of this campaign. */
  @IsOptional()
  @IsUUID()
  campaign_id?: string;

  /** Only those of this kind. @example 'social_post' */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  kind?: string;

  /** Only those with this status. */
  @IsOptional()
  @IsIn(SCHEDULE_STATUSES)
  status?: ScheduleStatus;
}
