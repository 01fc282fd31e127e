import { type MappedTable, nobodys, ofParent, owned, written } from './mapped-table.js';

const DESK = 'What the desk keeps for itself about a ticket.';

/** Tickets that somebody wrote by mail, or signed out, from the address that they have shown to be theirs. */
const GUESTS = 't.user_id is null and t.email_norm = app.confirmed_address($1::uuid)';
const OF_GUESTS = `t.ticket_id = any(array(select t.id from public.support_tickets t where ${GUESTS}))`;

/** Tables of the support desk: what belongs to a ticket is its user's, or whoever's address a ticket without one bears. */
export const SUPPORT_TABLES: readonly MappedTable[] = [
  nobodys('support_canned_answers', 'What the desk says often; all administrators share it.', ['created_by']),
  nobodys('support_desk', 'How the desk works, the same for everybody.', ['updated_by']),
  nobodys('support_fields', 'Custom fields of tickets, the same for everybody.', ['created_by']),
  nobodys('support_rules', 'Rules of the desk; all administrators share them.', [
    'answers_allowed_by',
    'created_by',
  ]),
  nobodys('support_inbound', 'Hashes of mails that were taken.'),
  owned('support_attachments', 'user_id', { besides: OF_GUESTS }),
  owned('support_events', 'user_id', { besides: OF_GUESTS, export: DESK, names: ['actor_id'] }),
  owned('support_field_values', 'user_id', { besides: OF_GUESTS, given: `t.visibility = 'public'` }),
  ofParent('support_happenings', ['ticket_id', 'support_tickets'], { export: DESK }),
  owned('support_mails', 'user_id', {
    besides: OF_GUESTS,
    export: 'Mails of the desk; what they say stands in the messages.',
    person: { own: ['recipient'] },
  }),
  owned('support_messages', 'user_id', {
    besides: OF_GUESTS,
    given: `t.visibility = 'public'`,
    names: ['author_id'],
    person: { own: ['author_name', 'author_email', 'mail_ref'] },
  }),
  owned('support_notes', 'user_id', { besides: OF_GUESTS, export: DESK, names: ['author_id'] }),
  ofParent('support_rule_runs', ['ticket_id', 'support_tickets'], { export: DESK }),
  owned('support_tickets', 'user_id', {
    besides: GUESTS,
    names: ['assignee_id'],
    person: { own: ['email', 'email_norm', 'name'] },
  }),
  nobodys('app.support_asks', 'Hashes of addresses that were told their message has arrived.'),
];

/** What people of the desk have said on tickets of others, in public and among themselves. */
export const WRITTEN_FOR_SUPPORT: readonly MappedTable[] = [
  written('support_messages', 'author_id', 'support_messages_written', [
    'user_id',
    'author_name',
    'author_email',
  ]),
  written('support_notes', 'author_id', 'support_notes_written', ['user_id']),
];
