import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { isZone } from '#platform/clock/zone';
import { EachIs } from '#platform/http/each-is.decorator';
import { MailAddress } from '../clean.decorators.js';

const A_YEAR = 525_600;

/** From one time of day to another. */
export class BusinessSpan {
  /** @example '09:00' */
  @Matches(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { message: 'from must be a time such as 09:00' })
  from!: string;

  /** `24:00` ends the day. @example '17:00' */
  @Matches(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { message: 'to must be a time such as 17:00' })
  to!: string;
}

function Spans(): PropertyDecorator {
  return (target, key) => {
    IsArray()(target, key);
    ArrayMaxSize(10)(target, key);
    EachIs(() => BusinessSpan)(target, key);
  };
}

/** When the desk is open on each day of the week; an empty list where it is closed. */
export class BusinessWeek {
  @Spans()
  monday!: BusinessSpan[];
  @Spans()
  tuesday!: BusinessSpan[];
  @Spans()
  wednesday!: BusinessSpan[];
  @Spans()
  thursday!: BusinessSpan[];
  @Spans()
  friday!: BusinessSpan[];
  @Spans()
  saturday!: BusinessSpan[];
  @Spans()
  sunday!: BusinessSpan[];
}

/** When the desk is open, by the clocks of a zone. */
export class BusinessTime {
  /** @example 'Europe/Berlin' */
  @ValidateBy({
    name: 'isZone',
    validator: {
      validate: (zone: unknown) => typeof zone === 'string' && isZone(zone),
      defaultMessage: () => 'zone must be the name of a zone such as Europe/Berlin',
    },
  })
  zone!: string;

  @ValidateNested()
  @Type(() => BusinessWeek)
  week!: BusinessWeek;

  /** Days on which the desk is closed. @example ['2026-12-25'] */
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @Matches(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, {
    each: true,
    message: 'each holiday must be a day such as 2026-12-25',
  })
  holidays!: string[];
}

/** Minutes of business time. */
export class SlaTargets {
  /** Until somebody has answered. @example 240 */
  @IsInt()
  @Min(1)
  @Max(A_YEAR)
  first_response!: number;

  /** Until it is resolved; waiting for the customer does not count. @example 960 */
  @IsInt()
  @Min(1)
  @Max(A_YEAR)
  resolution!: number;
}

export class PriorityTargets {
  @ValidateNested()
  @Type(() => SlaTargets)
  low!: SlaTargets;
  @ValidateNested()
  @Type(() => SlaTargets)
  normal!: SlaTargets;
  @ValidateNested()
  @Type(() => SlaTargets)
  high!: SlaTargets;
  @ValidateNested()
  @Type(() => SlaTargets)
  urgent!: SlaTargets;
}

/** How the desk works. Due times that are running stay as they are; new tickets and new priorities follow it. */
export class SupportPlan {
  @ValidateNested()
  @Type(() => BusinessTime)
  hours!: BusinessTime;

  @ValidateNested()
  @Type(() => PriorityTargets)
  targets!: PriorityTargets;

  /** Who is mailed when a due time is missed; null for nobody. @example 'desk@example.com' */
  @IsOptional()
  @MailAddress()
  notify_email!: string | null;
}

export class SupportPlanAnswer {
  plan!: SupportPlan;
}
