import { z } from 'zod';
import { eventType } from '../event-type.js';
import { anything, id, idOrNull, instantOrNull, text } from './fields.js';

/** The ticket as it stands after what is told of it. */
const TICKET = {
  ticket_id: id,
  subject: text,
  email: text,
  name: text,
  user_id: idOrNull,
  channel: text,
  status: text,
  priority: text,
  assignee_id: idOrNull,
  labels: z.array(text),
  fields: anything,
  /** Who did it; null for guests and for the desk itself. */
  actor_id: idOrNull,
  /** Whether a rule of the desk did it. */
  by_rule: z.boolean(),
};
const EXAMPLE = {
  ticket_id: '0198c0de-5eed-7000-8000-000000000008',
  subject: 'My import does not end',
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  user_id: null,
  channel: 'web',
  status: 'open',
  priority: 'normal',
  assignee_id: null,
  labels: ['imports'],
  fields: { plan: 'pro' },
  actor_id: null,
  by_rule: false,
};
const AGENT_ID = '0198c0de-5eed-7000-8000-000000000009';
const byAgent = { ...EXAMPLE, actor_id: AGENT_ID };

const ticket = z.object(TICKET);
const changed = <Value extends z.ZodType>(value: Value) => z.object({ ...TICKET, from: value, to: value });

/** What happens to tickets of the support desk; administrators alone hear it, by the role that a row gives them. */
export const TICKET_EVENTS = {
  'ticket.created': eventType('Somebody has asked the desk something new.', ticket, EXAMPLE),
  'ticket.message_added': eventType(
    'Something was written on a ticket that was there. Internal messages are told of, not quoted.',
    z.object({
      ...TICKET,
      message_id: id,
      author: z.enum(['customer', 'agent', 'desk']),
      visibility: z.enum(['public', 'internal']),
      automatic: z.boolean(),
      body: text.nullable(),
    }),
    {
      ...EXAMPLE,
      message_id: '0198c0de-5eed-7000-8000-00000000000b',
      author: 'customer',
      visibility: 'public',
      automatic: false,
      body: 'It works now, thank you.',
    },
  ),
  'ticket.status_changed': eventType('A ticket has another status.', changed(text), {
    ...byAgent,
    status: 'resolved',
    from: 'open',
    to: 'resolved',
  }),
  'ticket.priority_changed': eventType('A ticket has another priority.', changed(text), {
    ...byAgent,
    priority: 'high',
    from: 'normal',
    to: 'high',
  }),
  'ticket.assignee_changed': eventType(
    'Somebody else takes care of a ticket, or nobody.',
    changed(idOrNull),
    {
      ...byAgent,
      assignee_id: AGENT_ID,
      from: null,
      to: AGENT_ID,
    },
  ),
  'ticket.labels_changed': eventType('A ticket has other labels.', changed(z.array(text)), {
    ...byAgent,
    from: [],
    to: ['imports'],
  }),
  'ticket.fields_changed': eventType('A ticket has other values in custom fields.', changed(anything), {
    ...byAgent,
    from: {},
    to: { plan: 'pro' },
  }),
  'ticket.waiting_changed': eventType(
    'The desk waits for the customer, since when is told, or waits no more.',
    changed(instantOrNull),
    { ...byAgent, from: null, to: '2026-12-01T09:30:00.000Z' },
  ),
  'ticket.notes_changed': eventType(
    'The notes of the desk about a ticket were changed; they are told of, not quoted.',
    ticket,
    byAgent,
  ),
  'ticket.sla_missed': eventType(
    'A due time of a ticket was missed.',
    z.object({ ...TICKET, what: z.enum(['first_response', 'resolution']), due_at: instantOrNull }),
    { ...EXAMPLE, what: 'first_response', due_at: '2026-12-01T09:30:00.000Z' },
  ),
  'ticket.deleted': eventType('A ticket was deleted with all that was said on it.', ticket, byAgent),
};
