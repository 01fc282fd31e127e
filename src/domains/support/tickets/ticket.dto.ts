import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsUUID,
  Matches,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { QueryBoolean, QueryList } from '#platform/http/query';
import { MailAddress, OneLine, Passage } from '../clean.decorators.js';
import {
  LABEL,
  TICKET_PRIORITIES,
  TICKET_STATUSES,
  type TicketPriority,
  type TicketStatus,
} from './ticket-words.js';

/** What somebody asks the desk. */
export class NewTicket {
  /** Where the desk may answer. @example 'ada@example.org' */
  @MailAddress()
  email!: string;

  /** @example 'Ada Lovelace' */
  @OneLine(100)
  name!: string;

  /** @example 'My import does not end' */
  @OneLine(200)
  subject!: string;

  /** @example 'It has stood at 80 % since this morning.' */
  @Passage(10_000)
  message!: string;

  /** Values of public custom fields (`GET /api/support/asked-fields`) by their keys. @example { "plan": "pro" } */
  @MayBeLeftOut()
  @IsObject()
  fields?: Record<string, unknown>;

  /** Not looked at: who is signed in is known by the token. */
  @IsOptional()
  user_id?: string | null;

  /** A field that no person sees; leave it out or empty. */
  @IsOptional()
  _hp?: string | null;
}

/** Which tickets are wanted. */
export class TicketQuery extends PageQuery {
  @MayBeLeftOut()
  @IsIn(TICKET_STATUSES)
  status?: TicketStatus;

  @MayBeLeftOut()
  @IsIn(TICKET_PRIORITIES)
  priority?: TicketPriority;

  /** The id of an administrator, or `none`. @example 'none' */
  @MayBeLeftOut()
  @Matches(/^(?:none|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i, {
    message: 'assignee must be the id of a user, or none',
  })
  assignee?: string;

  @MayBeLeftOut()
  @Matches(LABEL, { message: 'label must be up to 40 letters, digits, blanks, dots and hyphens' })
  label?: string;

  /** Tickets of this address. */
  @MayBeLeftOut()
  @MailAddress()
  email?: string;

  /** What tickets say in custom fields, as `key:value`; may be repeated. @example ['plan:pro'] */
  @QueryList(5)
  @Matches(/^[a-z][a-z0-9_]{0,39}:[^\p{Cc}]{1,500}$/u, { each: true, message: 'field must be as key:value' })
  field?: string[];

  /** Tickets that missed a due time, or did not. */
  @QueryBoolean()
  breached?: boolean;

  /** Tickets with a flag, or without one. */
  @QueryBoolean()
  flagged?: boolean;

  /** Tickets that wait for the customer, or do not. */
  @QueryBoolean()
  waiting?: boolean;
}

/** What is to be changed of a ticket; at least one field. */
export class UpdateTicket {
  @MayBeLeftOut()
  @IsIn(TICKET_STATUSES)
  status?: TicketStatus;

  @MayBeLeftOut()
  @IsIn(TICKET_PRIORITIES)
  priority?: TicketPriority;

  /** Read by administrators alone; null or blank removes them. */
  @IsOptional()
  @Passage(10_000, 0)
  admin_notes?: string | null;

  /** The administrator who takes care of it; null for nobody. */
  @IsOptional()
  @IsUUID()
  assignee_id?: string | null;

  /** All labels it is to have. @example ['billing'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(LABEL, {
    each: true,
    message: 'each label must be up to 40 letters, digits, blanks, dots and hyphens',
  })
  labels?: string[];

  /** Values of custom fields by their keys; null empties one, what is left out stays. @example { "plan": "pro" } */
  @MayBeLeftOut()
  @IsObject()
  fields?: Record<string, unknown>;

  /** Whether the desk waits for the customer; its clock stands still meanwhile. */
  @MayBeLeftOut()
  @IsBoolean()
  waiting?: boolean;
}
