import { defineError } from '#kernel/errors';

export const OutboxMailNotFound = defineError('channels/outbox-mail-not-found', 'not-found', () => {
  return 'There is no such mail in the outbox.';
});
