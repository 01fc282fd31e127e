import { defineError } from '#kernel/errors';

export const OutboxMailNotFound = defineError('channels/outbox-mail-not-found', 'not-found', () => {
  return 'There is no such mail in the outbox.';
});
export const UnknownNetwork = defineError(
  'channels/unknown-network',
  'invalid',
  (name: string, known: readonly string[]) => {
    return `"${name.slice(0, 50)}" is no network we know. Known are: ${known.join(', ')}.`;
  },
);
