import { defineError } from '#kernel/errors';

export const TicketNotFound = defineError('support/ticket-not-found', 'not-found', () => 'Ticket not found');
export const NothingToUpdate = defineError(
  'support/nothing-to-update',
  'malformed',
  () => 'No update data provided',
);
export const TicketNotKept = defineError(
  'support/ticket-not-kept',
  'unavailable',
  () => 'Failed to create support ticket. Please try again.',
);
export const TooManyTickets = defineError(
  'support/too-many-tickets',
  'too-many',
  () =>
    'There are many new tickets from this address already. Please answer on one of them, or come back later.',
);
export const TooManyMessages = defineError(
  'support/too-many-messages',
  'too-many',
  () => 'Many messages have been written on this ticket already. Please come back later.',
);
export const DeskOnly = defineError(
  'support/desk-only',
  'forbidden',
  () => 'Only the desk may write internal messages.',
);
export const GuestLinkUnknown = defineError(
  'support/link-unknown',
  'not-found',
  () => 'This link leads to no ticket. It is incomplete, or too old.',
);
export const AttachmentNotFound = defineError(
  'support/attachment-not-found',
  'not-found',
  () => 'There is no such file on this ticket.',
);
export const CannedAnswerNotFound = defineError(
  'support/canned-answer-not-found',
  'not-found',
  (id: string) => `There is no canned answer ${id}.`,
);
export const ShortcutTaken = defineError(
  'support/shortcut-taken',
  'conflict',
  (shortcut: string) => `Another canned answer has the shortcut ${shortcut} already.`,
);
export const PlaceholderUnknown = defineError(
  'support/placeholder-unknown',
  'invalid',
  (name: string, known: string) => `There is no placeholder ${name}; there are ${known}.`,
);
export const HoursUnfit = defineError('support/hours-unfit', 'invalid', (fault: string) => fault);
export const AssigneeUnfit = defineError(
  'support/assignee-unfit',
  'invalid',
  () => 'A ticket is assigned to yourself or to somebody with the role admin.',
);
export const InboundNotConfigured = defineError(
  'support/inbound-not-configured',
  'unavailable',
  () => 'No mail is taken: set SUPPORT_INBOUND_SECRET.',
);
export const InboundUnsigned = defineError(
  'support/inbound-unsigned',
  'unauthenticated',
  () => 'The mail is not signed with SUPPORT_INBOUND_SECRET, or was signed more than five minutes ago.',
);
export const InboundTooLarge = defineError(
  'support/inbound-too-large',
  'too-large',
  (mebibytes: number) => `A mail may be ${mebibytes} MiB at most.`,
);
export const InboundNotMail = defineError(
  'support/inbound-not-mail',
  'invalid',
  () => 'Send the mail as it travels, of type message/rfc822.',
);
export const FieldNotFound = defineError(
  'support/field-not-found',
  'not-found',
  (key: string) => `There is no custom field ${key.slice(0, 40)}.`,
);
export const FieldKeyTaken = defineError(
  'support/field-key-taken',
  'conflict',
  (key: string) => `There is a custom field ${key} already.`,
);
export const FieldUnfit = defineError('support/field-unfit', 'invalid', (fault: string) => fault);
export const FieldValuesUnfit = defineError(
  'support/field-values-unfit',
  'invalid',
  (fault: string) => `A custom field cannot hold this: ${fault}.`,
);
export const RuleNotFound = defineError(
  'support/rule-not-found',
  'not-found',
  (id: string) => `There is no rule ${id.slice(0, 40)}.`,
);
export const RuleUnfit = defineError('support/rule-unfit', 'invalid', (fault: string) => fault);
export const AnswersNotAllowed = defineError(
  'support/answers-not-allowed',
  'invalid',
  () => 'A rule sends answers only when somebody allows it: set allow_answers.',
);
