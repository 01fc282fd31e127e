import { type Kysely, type Selectable, sql } from 'kysely';
import type {
  SupportFieldValuesTable,
  SupportNotesTable,
  SupportTicketsTable,
} from '#platform/database/schema.generated';
import type { FieldValue } from '../fields/field-value.js';
import { nextBreach, type TicketClock } from '../sla/ticket-clock.js';
import { isRunning, type TicketState } from './ticket-state.js';
import type { SupportTicket } from './ticket.answers.dto.js';
import type { TicketPriority, TicketStatus } from './ticket-words.js';

type Fields = Readonly<Record<string, FieldValue>>;

/** A ticket as its table has it, with what it says in custom fields, and what the desk notes where that was asked for. */
export type TicketRow = Selectable<SupportTicketsTable> & {
  admin_notes?: string | null;
  fields: Fields;
  desk_fields?: Fields;
};

interface TicketTables {
  support_tickets: SupportTicketsTable;
  support_notes: SupportNotesTable;
  support_field_values: SupportFieldValuesTable;
}

const fieldsOf = (visibility: 'public' | 'internal') => sql<Fields>`coalesce((
  select json_object_agg(key, value) from support_field_values
  where ticket_id = support_tickets.id and visibility = ${visibility}), '{}')`;

/** Tickets as their askers may read them. */
export function openRows(tables: Kysely<TicketTables>) {
  return tables
    .selectFrom('support_tickets')
    .selectAll('support_tickets')
    .select(fieldsOf('public').as('fields'));
}

/** Tickets with all that the desk keeps to itself. */
export function wholeRows(tables: Kysely<TicketTables>) {
  return openRows(tables)
    .select(fieldsOf('internal').as('desk_fields'))
    .select(({ selectFrom }) =>
      selectFrom('support_notes')
        .select('notes')
        .whereRef('support_notes.ticket_id', '=', 'support_tickets.id')
        .as('admin_notes'),
    );
}

/** The ticket as administrators see it. */
export function toTicket(row: TicketRow): SupportTicket {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    subject: row.subject,
    message: row.message,
    status: row.status as TicketStatus,
    priority: row.priority as TicketPriority,
    created_at: row.created_at,
    updated_at: row.updated_at,
    resolved_at: row.resolved_at,
    admin_notes: row.admin_notes ?? null,
    user_id: row.user_id,
    channel: row.channel as SupportTicket['channel'],
    waiting_since: row.waiting_since,
    last_message_at: row.last_message_at,
    assignee_id: row.assignee_id,
    labels: row.labels,
    flag: row.flag as SupportTicket['flag'],
    related_ticket_id: row.related_ticket_id,
    fields: row.fields,
    desk_fields: row.desk_fields ?? null,
    sla: {
      first_response_due_at: row.first_response_due_at,
      first_responded_at: row.first_responded_at,
      first_response_breached_at: row.first_response_breached_at,
      resolution_due_at: row.resolution_due_at,
      resolution_left_seconds: row.resolution_left_seconds,
      resolution_breached_at: row.resolution_breached_at,
    },
  };
}

/** The ticket as its owner and guests see it: without what the desk keeps to itself. */
export function forOwner(ticket: SupportTicket): SupportTicket {
  return {
    ...ticket,
    admin_notes: null,
    assignee_id: null,
    labels: null,
    flag: null,
    related_ticket_id: null,
    desk_fields: null,
    sla: null,
  };
}

/** How the ticket stands. */
export function stateOf(row: TicketRow): TicketState {
  const { first_response_minutes: first, resolution_minutes: resolution } = row;
  return {
    status: row.status as TicketStatus,
    priority: row.priority as TicketPriority,
    resolvedAt: moment(row.resolved_at),
    waitingSince: moment(row.waiting_since),
    clock: {
      targets: first === null || resolution === null ? null : { first_response: first, resolution },
      firstResponseDue: moment(row.first_response_due_at),
      firstResponded: moment(row.first_responded_at),
      firstResponseBreached: moment(row.first_response_breached_at),
      resolutionDue: moment(row.resolution_due_at),
      resolutionLeft: row.resolution_left_seconds,
      resolutionBreached: moment(row.resolution_breached_at),
    },
  };
}

/** The state as columns. */
export function columnsOf(state: TicketState) {
  return {
    status: state.status,
    priority: state.priority,
    resolved_at: text(state.resolvedAt),
    waiting_since: text(state.waitingSince),
    ...clockColumns(state.clock),
    next_breach_at: text(nextBreach(state.clock, isRunning(state))),
  };
}

function clockColumns(clock: TicketClock) {
  return {
    first_response_minutes: clock.targets?.first_response ?? null,
    resolution_minutes: clock.targets?.resolution ?? null,
    first_response_due_at: text(clock.firstResponseDue),
    first_responded_at: text(clock.firstResponded),
    first_response_breached_at: text(clock.firstResponseBreached),
    resolution_due_at: text(clock.resolutionDue),
    resolution_left_seconds: clock.resolutionLeft,
    resolution_breached_at: text(clock.resolutionBreached),
  };
}

function moment(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}

function text(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
