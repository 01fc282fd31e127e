import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsUUID } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { MailAddress } from '../../mail-address.decorator.js';

const ENROLMENT_STATUSES = ['active', 'paused', 'completed', 'stopped'] as const;
export type EnrolmentStatus = (typeof ENROLMENT_STATUSES)[number];
export type StopReason =
  | 'replied'
  | 'unsubscribed'
  | 'bounced'
  | 'complained'
  | 'suppressed'
  | 'goal'
  | 'lead_gone'
  | 'by_hand'
  | 'sequence_stopped';

/** Who is to enter: leads, or leads of segments. */
export class Entrants {
  /** These leads. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @IsUUID('all', { each: true })
  lead_ids?: string[];

  /** Leads in one of these segments, however many. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsUUID('all', { each: true })
  segment_ids?: string[];
}

/** Who has replied. */
export class Reply {
  /** @example 'ada@example.com' */
  @MailAddress()
  email!: string;
}

/** Which enrolments are wanted. */
export class EnrolmentQuery extends PageQuery {
  /** Only those with this status. */
  @IsOptional()
  @IsIn(ENROLMENT_STATUSES)
  status?: EnrolmentStatus;

  /** Only those of this lead. */
  @IsOptional()
  @IsUUID()
  lead_id?: string;
}

/** Somebody on the way through a sequence. */
export class Enrolment {
  id!: string;
  sequence_id!: string;
  lead_id!: string;
  /** @example 'ada@example.com' */
  email!: string;
  /** @example 'active' */
  status!: EnrolmentStatus;
  /** The step that comes next, counted from 0. @example 1 */
  position!: number;
  /** When the next step is due; not while the sequence or the enrolment is paused. */
  due_at!: string;
  /** Why they left early. */
  stop_reason!: StopReason | null;
  created_at!: string;
  finished_at!: string | null;
}

/** What an enrolment has done. */
export class Enrolled {
  /** Who has entered. @example 118 */
  enrolled!: number;
  /** Who has not: no lead of yours with an address, on the way already, not to enter again, or at the goal. @example 2 */
  left_out!: number;
  /** Leads of the segments beyond the first 10,000 are let in after the answer, and are not counted here. @example false */
  continues!: boolean;
}

export class Replied {
  /** Ways through sequences that ended by it. @example 1 */
  stopped!: number;
}
