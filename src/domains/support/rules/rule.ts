import type { FieldValue } from '../fields/field-value.js';

/** What may set a rule off. */
export const RULE_EVENTS = [
  'created',
  'message_added',
  'status_changed',
  'priority_changed',
  'assignee_changed',
  'labels_changed',
  'fields_changed',
  'waiting_changed',
  'sla_missed',
] as const;
export type RuleEvent = (typeof RULE_EVENTS)[number];

export const RULE_OPS = ['is', 'is_not', 'contains', 'contains_not'] as const;
export const RULE_ACTIONS = [
  'set_status',
  'set_priority',
  'assign',
  'add_label',
  'remove_label',
  'add_note',
  'send_answer',
] as const;

/** What a condition may look at; `field.` and a key stand for custom fields. */
export const CONDITION_FIELD =
  /^(?:status|priority|channel|subject|email|assignee|label|asker|message|author|visibility|due|field\.[a-z][a-z0-9_]{0,39})$/;

interface Condition {
  readonly field: string;
  readonly op: (typeof RULE_OPS)[number];
  readonly value: string;
}

/** What happened, as rules look at it. */
export interface Happening {
  readonly id: string;
  readonly ticketId: string;
  readonly event: RuleEvent;
  readonly details: {
    readonly author?: string;
    readonly visibility?: string;
    readonly what?: string;
    readonly message_id?: string;
    /** Whether a machine wrote it, or whoever wrote wants no answer by one. */
    readonly unanswerable?: boolean;
  };
}

/** A ticket as far as conditions ask for it. */
export interface Looked {
  readonly status: string;
  readonly priority: string;
  readonly channel: string;
  readonly subject: string;
  readonly email: string;
  readonly user_id: string | null;
  readonly assignee_id: string | null;
  readonly labels: readonly string[] | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** What was written last of what set the rule off. */
  readonly message: string;
}

/** Whether every condition holds. Texts are compared without regard to capitals; `is_not` holds where there is nothing. */
export function holds(
  conditions: readonly Condition[],
  ticket: Looked,
  { details }: Pick<Happening, 'details'>,
): boolean {
  return conditions.every(({ field, op, value }) => {
    const wanted = value.toLowerCase();
    const found = valuesOf(field, ticket, details).map((text) => text.toLowerCase());
    const has = op.startsWith('contains')
      ? found.some((text) => text.includes(wanted))
      : found.includes(wanted);
    return op.endsWith('_not') ? !has : has;
  });
}

function valuesOf(field: string, ticket: Looked, details: Happening['details']): string[] {
  if (field.startsWith('field.')) {
    const key = field.slice('field.'.length);
    return Object.hasOwn(ticket.fields, key) ? [String(ticket.fields[key])] : [];
  }
  const values: Record<string, readonly (string | undefined)[]> = {
    status: [ticket.status],
    priority: [ticket.priority],
    channel: [ticket.channel],
    subject: [ticket.subject],
    email: [ticket.email],
    assignee: [ticket.assignee_id ?? 'none'],
    label: ticket.labels ?? [],
    asker: [ticket.user_id === null ? 'guest' : 'user'],
    message: [ticket.message],
    author: [details.author],
    visibility: [details.visibility],
    due: [details.what],
  };
  return (values[field] ?? []).filter((value) => value !== undefined);
}
