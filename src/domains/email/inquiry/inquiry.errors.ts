import { defineError } from '#kernel/errors';

export const TestMailsSpent = defineError(
  'email/test-mails-spent',
  'too-many',
  (left: number, perDay: number) =>
    `Of the ${perDay} test mails of a day ${left === 0 ? 'none are' : `only ${left} are`} left.`,
);
export const NothingToSend = defineError(
  'email/nothing-to-send',
  'invalid',
  () => 'The campaign has no content.email.body and no content.email.template_id.',
);
