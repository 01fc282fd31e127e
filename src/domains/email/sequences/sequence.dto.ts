import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { EachIs } from '#platform/http/each-is.decorator';
import { MailAddress } from '../mail-address.decorator.js';

const ONE_LINE = /^(?=.*\S)[^\p{Cc}]+$/u;
const KEY = /^[a-z0-9][a-z0-9_-]{0,39}$/;
const SEQUENCE_STATUSES = ['draft', 'active', 'paused', 'stopped'] as const;
export type SequenceStatus = (typeof SEQUENCE_STATUSES)[number];
const RE_ENTRIES = ['never', 'after_finish'] as const;
export type ReEntry = (typeof RE_ENTRIES)[number];

/** What leads are asked; each part that is given must hold. */
export class LeadTraitsBody {
  /** At least one of these tags. @example ['customer'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  tags?: string[];

  /** One of these statuses. @example ['customer'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  statuses?: string[];

  /** They have submitted this form. */
  @MayBeLeftOut()
  @IsUUID()
  form_id?: string;
}

/** For whom a step is; others go on to the next one. */
export class StepCondition extends LeadTraitsBody {
  /** They have opened the mail of this earlier step. @example 'welcome' */
  @MayBeLeftOut()
  @Matches(KEY)
  opened?: string;

  /** They have clicked in the mail of this earlier step. @example 'welcome' */
  @MayBeLeftOut()
  @Matches(KEY)
  clicked?: string;

  /** For those of whom it does not hold. @example false */
  @MayBeLeftOut()
  @IsBoolean()
  negate?: boolean;
}

/** One mail of a sequence: by a template, or with a subject and a body. */
export class SequenceStep {
  /** What the step is called, for ever: nobody gets the mail of one step twice. @example 'welcome' */
  @Matches(KEY)
  key!: string;

  /** Minutes after the step before, or after entering. @example 1440 */
  @IsInt()
  @Min(0)
  @Max(525_600)
  delay_minutes!: number;

  /** Liquid. @example 'Hello {{ first_name }}' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(500)
  subject?: string;

  /** Liquid and HTML. @example '<p>Welcome.</p>' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(200_000)
  html?: string;

  @MayBeLeftOut()
  @IsString()
  @MaxLength(200_000)
  text?: string;

  /** One of the templates; subject and body are taken from it where they are left out. @example 'welcome' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  template_id?: string;

  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => StepCondition)
  condition?: StepCondition;
}

class SequenceFields {
  @IsOptional()
  @IsString()
  @MaxLength(5_000)
  description?: string;

  /** The mails in their order. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique(({ key }: SequenceStep) => key, { message: 'steps must have different keys' })
  @EachIs(() => SequenceStep)
  steps?: SequenceStep[];

  /** Who reaches it leaves the sequence, and whom it holds of already does not enter. Null for none. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => LeadTraitsBody)
  goal?: LeadTraitsBody | null;

  /** Whether who replies leaves the sequence. @example true */
  @MayBeLeftOut()
  @IsBoolean()
  stop_on_reply?: boolean;

  /** Whether somebody who has left it may enter again. @example 'never' */
  @MayBeLeftOut()
  @IsIn(RE_ENTRIES)
  re_entry?: ReEntry;

  /** With `after_finish`, how many days later at the earliest. @example 30 */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(3_650)
  re_entry_days?: number;

  /** The address of one of your identities, from which its mails are sent; null for the sender of the platform. @example 'news@example.com' */
  @IsOptional()
  @MailAddress()
  from_email?: string | null;

  /** As those of a campaign: `frequency_cap`, `quiet_hours` with `weekdays` and `holidays`, `throttle_per_minute`. @example { "quiet_hours": { "start": "20:00", "end": "08:00", "timezone": "Europe/Berlin" } } */
  @MayBeLeftOut()
  @IsObject()
  settings?: Record<string, unknown>;
}

/** A new sequence; it starts as a draft. */
export class NewSequence extends SequenceFields {
  /** Unique among your sequences. @example 'Welcome' */
  @IsString()
  @MaxLength(200)
  @Matches(ONE_LINE, { message: 'name must be one line of text' })
  name!: string;
}

/** What may be changed of a sequence that is not active; what is left out stays. */
export class SequenceChanges extends SequenceFields {
  @MayBeLeftOut()
  @IsString()
  @MaxLength(200)
  @Matches(ONE_LINE, { message: 'name must be one line of text' })
  name?: string;
}

/** Which sequences are wanted. */
export class SequenceQuery extends PageQuery {
  /** Only those with this status. */
  @IsOptional()
  @IsIn(SEQUENCE_STATUSES)
  status?: SequenceStatus;
}
