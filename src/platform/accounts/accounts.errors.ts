import { defineError } from '#kernel/errors';

export const AccountDeleted = defineError('accounts/deleted', 'unauthenticated', () => {
  return 'This account has been deleted.';
});
export const AccountResting = defineError('accounts/resting', 'conflict', (eraseAt: string) => {
  return `This account is to be deleted at ${eraseAt}. Nothing of it changes until then, unless the deletion is undone.`;
});
