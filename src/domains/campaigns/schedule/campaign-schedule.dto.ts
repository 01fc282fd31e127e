import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsString,
  IsTimeZone,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** What becomes of a start that nobody was there for. */
const MISSED_POLICIES = ['catch_up', 'skip'] as const;
export type MissedPolicy = (typeof MISSED_POLICIES)[number];

const TIME = /^(?:19|2\d)\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

/** When a campaign starts: once, or again and again by an RRULE or a cron line. */
export class CampaignSchedule {
  /**
   * With an offset a moment, without one what clocks in `timezone` show. Needed unless there is a cron line; with an RRULE it is
   * where the rule begins, with a cron line nothing starts before it.
   * @example '2026-12-01T09:00'
   */
  @MayBeLeftOut()
  @Matches(TIME, { message: 'at must be a time such as 2026-12-01T09:00 or 2026-12-01T09:00:00Z' })
  @IsISO8601({ strict: true })
  at?: string;

  /** A zone of the IANA database; UTC when left out. @example 'Europe/Oslo' */
  @MayBeLeftOut()
  @Matches(/^[A-Za-z]/, { message: 'timezone must be a zone such as Europe/Oslo' })
  @IsTimeZone({ message: 'timezone must be a zone such as Europe/Oslo' })
  timezone?: string;

  /**
   * Each recipient gets the mail when clocks show that time where they are: by the lead's custom field `timezone`, else by its
   * country, else by `timezone`. Whose time has passed gets it at once.
   */
  @MayBeLeftOut()
  @IsBoolean()
  recipient_time?: boolean;

  /** RFC 5545, at least 15 minutes between two times. @example 'FREQ=WEEKLY;BYDAY=MO,TH' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(500)
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string'
      ? value
          .trim()
          .replace(/^RRULE:/i, '')
          .toUpperCase()
      : value,
  )
  rrule?: string;

  /** Five fields, at least 15 minutes between two times. @example '0 9 * * 1' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  cron?: string;

  /** Times of the rule or line that are left out, each written as `at`. They count for its COUNT. @example ['2026-12-24T09:00'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(366)
  @Matches(TIME, { each: true, message: 'exdates must be times such as 2026-12-24T09:00' })
  @IsISO8601({ strict: true }, { each: true })
  exdates?: string[];

  /** What becomes of a start that comes more than `grace_minutes` late: it is done once all the same, or left out. */
  @MayBeLeftOut()
  @IsIn(MISSED_POLICIES)
  missed?: MissedPolicy;

  /** How late a start may come before it counts as missed; 60 when left out. */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(10_080)
  grace_minutes?: number;
}
