import type { SupportTicket } from './ticket.answers.dto.js';

const CHANGES = {
  status: 'status_changed',
  priority: 'priority_changed',
  assignee_id: 'assignee_changed',
  labels: 'labels_changed',
  waiting_since: 'waiting_changed',
} as const;

/** A message as far as it is told of. */
interface ToldMessage {
  readonly message_id: string;
  readonly author: 'customer' | 'agent' | 'desk';
  readonly visibility: 'public' | 'internal';
  readonly automatic: boolean;
}

type Happened =
  | { readonly kind: 'created'; readonly details: { channel: string; flag?: string } }
  | {
      readonly kind: `${ToldMessage['author']}_answered` | 'noted';
      readonly details: ToldMessage;
      /** Null where the message is internal. */
      readonly body: string | null;
    }
  | {
      readonly kind: (typeof CHANGES)[keyof typeof CHANGES] | 'fields_changed';
      readonly details: { from: unknown; to: unknown };
    }
  | { readonly kind: 'notes_changed' | 'deleted'; readonly details?: Record<string, never> }
  | {
      readonly kind: 'sla_missed';
      readonly details: { what: 'first_response' | 'resolution'; due_at: string | null };
    };

/** Something that has happened to a ticket, which is told as it is after it. */
export type TicketHappening = Happened & {
  readonly ticket: SupportTicket;
  readonly actorId?: string | null;
  /** The rule that did it. */
  readonly ruleId?: string | undefined;
  /** Of what was said: whether no machine may answer it. */
  readonly unanswerable?: boolean | undefined;
};

/** Who changes a ticket: somebody, or a rule of the desk. */
export interface Actor {
  readonly actorId?: string | null | undefined;
  readonly ruleId?: string | undefined;
}

/** What is different of a ticket. Notes are told of, not quoted. */
export function changesOf(before: SupportTicket, after: SupportTicket, by: Actor): TicketHappening[] {
  const who = { ticket: after, actorId: by.actorId ?? null, ruleId: by.ruleId };
  const isOther = (field: keyof SupportTicket): boolean =>
    JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  const changed = Object.entries(CHANGES)
    .filter(([field]) => isOther(field as keyof typeof CHANGES))
    .map(([field, kind]) => {
      const name = field as keyof typeof CHANGES;
      return { ...who, kind, details: { from: before[name], to: after[name] } };
    });
  const fields =
    isOther('fields') || isOther('desk_fields')
      ? [
          {
            ...who,
            kind: 'fields_changed' as const,
            details: { from: allFieldsOf(before), to: allFieldsOf(after) },
          },
        ]
      : [];
  const notes = isOther('admin_notes') ? [{ ...who, kind: 'notes_changed' as const }] : [];
  return [...changed, ...fields, ...notes];
}

/** Values of custom fields, also those that the desk keeps to itself. */
export function allFieldsOf({ fields, desk_fields }: SupportTicket): Record<string, unknown> {
  return { ...fields, ...desk_fields };
}

type Said = `${ToldMessage['author']}_answered` | 'noted';
export type ToldTicketEvent = `ticket.${Exclude<TicketHappening['kind'], Said> | 'message_added'}`;

/** As the catalogue of events has it. */
export function toldOf(happening: TicketHappening): { name: ToldTicketEvent; data: object } {
  const { ticket, actorId = null, ruleId } = happening;
  const base = {
    ticket_id: ticket.id,
    subject: ticket.subject,
    email: ticket.email,
    name: ticket.name,
    user_id: ticket.user_id,
    channel: ticket.channel,
    status: ticket.status,
    priority: ticket.priority,
    assignee_id: ticket.assignee_id,
    labels: ticket.labels ?? [],
    fields: allFieldsOf(ticket),
    actor_id: actorId,
    by_rule: ruleId !== undefined,
  };
  switch (happening.kind) {
    case 'customer_answered':
    case 'agent_answered':
    case 'desk_answered':
    case 'noted':
      return { name: 'ticket.message_added', data: { ...base, ...happening.details, body: happening.body } };
    case 'created':
    case 'notes_changed':
    case 'deleted':
      return { name: `ticket.${happening.kind}`, data: base };
    case 'status_changed':
    case 'priority_changed':
    case 'assignee_changed':
    case 'labels_changed':
    case 'fields_changed':
    case 'waiting_changed':
    case 'sla_missed':
      return { name: `ticket.${happening.kind}`, data: { ...base, ...happening.details } };
  }
}
