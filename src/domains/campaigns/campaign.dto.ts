import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { ACCEPTED_TYPES } from './campaign-type.js';
import { IsObjectOrText } from './object-or-text.validator.js';
import { CampaignSchedule } from './schedule/campaign-schedule.dto.js';

/** Of the many dates of ISO 8601, those that Postgres reads too: no weeks, no day numbers. */
const CALENDAR_DATE = /^\d{4}-\d\d-\d\d(?:T|$)/;
const CHANNEL = /^[a-z][a-z0-9_]{0,39}$/;

/** Which leads a campaign is for; every given condition must hold, none means every lead that may be written to. */
export class Audience {
  /** These leads. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(10_000)
  @IsUUID('all', { each: true })
  lead_ids?: string[];

  /** Leads in one of these segments. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  segment_ids?: string[];

  /** Leads who came by one of these forms. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  form_ids?: string[];

  /** Leads with at least one of these tags. @example ['newsletter'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  tags?: string[];

  /** Leads with one of these statuses. @example ['new', 'qualified'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  statuses?: string[];

  /** Leads from one of these sources. @example ['import'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  sources?: string[];

  /** Leads with at least this score. @example 50 */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(100)
  min_score?: number;

  /** Leads that a filter means: a tree of conditions in the language of segments. @example { "field": "country", "op": "is", "value": "NO" } */
  @MayBeLeftOut()
  @IsObject()
  filter?: Record<string, unknown>;
}

/** What may be said about a campaign, new or old. Null takes back what was said, where it may be left unsaid. */
export class CampaignFields {
  /** @example 'Spring news for existing customers' */
  @IsOptional()
  @IsString()
  @MaxLength(5_000)
  description?: string | null;

  /** `social_media`, `seo`, `digital`, `mixed` and `marketing` are read as their nearest kin. @example 'email' */
  @MayBeLeftOut()
  @IsIn(ACCEPTED_TYPES)
  type?: string;

  /** The main channel; the first of `channels` by default. @example 'email' */
  @MayBeLeftOut()
  @Matches(CHANNEL)
  channel?: string;

  /** Where it is told: `email`, `social` or a network, `content` or `blog` are automated. @example ['email'] */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(CHANNEL, { each: true })
  channels?: string[] | null;

  /** What it is for. @example 'Bring lapsed customers back' */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  objective?: string | null;

  /** The same as `objective`. */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  primary_objective?: string | null;

  /** In words, or as an object. @example 'Owners of small bakeries' */
  @IsOptional()
  @IsObjectOrText(20_000)
  target_audience?: string | Record<string, unknown> | null;

  /** Which leads receive it; all that may be written to where nothing is said, which is `{}`, not null. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => Audience)
  audience?: Audience;

  /** Money for the whole campaign; sets `budget_allocated` and `total_budget`. @example 500 */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false, maxDecimalPlaces: 2 })
  @Min(0)
  @Max(1_000_000_000)
  budget?: number | null;

  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false, maxDecimalPlaces: 2 })
  @Min(0)
  @Max(1_000_000_000)
  budget_allocated?: number | null;

  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false, maxDecimalPlaces: 2 })
  @Min(0)
  @Max(1_000_000_000)
  total_budget?: number | null;

  /** A launch before this instant schedules the campaign; without a `schedule` beside it, it takes the place of the one there was, as null does. @example '2026-12-01T09:00:00Z' */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(CALENDAR_DATE)
  start_date?: string | null;

  /** @example '2026-12-31T23:00:00Z' */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(CALENDAR_DATE)
  end_date?: string | null;

  /** When it starts; sets `start_date`. Null takes it back. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CampaignSchedule)
  schedule?: CampaignSchedule | null;

  /** Whether it may only be launched once it is approved; null for what your policy says. */
  @IsOptional()
  @IsBoolean()
  approval_required?: boolean | null;

  /**
   * What is said: for mail `email.subject_line` and `email.body` (Liquid and HTML), or `email.template_id`; for posts and content
   * the items of `calendar`, each `{channel|type, title, content, publish_date}`.
   * @example { "email": { "subject_line": "Hello {{ first_name | default: \"there\" }}", "body": "<p>News for {{ company }}.</p>" } }
   */
  @IsOptional()
  @IsObject()
  content?: Record<string, unknown> | null;

  /**
   * How it is sent: `throttle_per_minute`, `frequency_cap {max, hours}`, `quiet_hours {start, end, timezone, weekdays, holidays}`,
   * `email_send_time`, `tracking`, `pause_over_budget`, and what a client keeps here. In quiet hours mail waits for their end, as it does
   * on days that are none of the `weekdays` (1 is Monday) and on `holidays` (at most 100 dates); the times may be left out then.
   * @example { "throttle_per_minute": 600, "quiet_hours": { "timezone": "Europe/Oslo", "weekdays": [1, 2, 3, 4, 5], "holidays": ["2026-12-25"] } }
   */
  @IsOptional()
  @IsObject()
  settings?: Record<string, unknown> | null;

  @IsOptional()
  @IsObject()
  demographics?: Record<string, unknown> | null;

  @IsOptional()
  @IsObject()
  kpi_targets?: Record<string, unknown> | null;

  @IsOptional()
  @IsObject()
  budget_breakdown?: Record<string, unknown> | null;

  @IsOptional()
  @IsObject()
  compliance_checklist?: Record<string, unknown> | null;
}

/** A new campaign; it starts as a draft. */
export class NewCampaign extends CampaignFields {
  /** Unique among your campaigns. @example 'Spring news' */
  @IsString()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  /** Only `draft`: a campaign becomes active by its launch. */
  @IsOptional()
  @IsIn(['draft'])
  status?: 'draft';
}

/** What changes about a campaign; what is left out stays. */
export class CampaignChanges extends CampaignFields {
  /** @example 'Spring news' */
  @MayBeLeftOut()
  @IsString()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @MinLength(1)
  @MaxLength(200)
  name?: string;
}
