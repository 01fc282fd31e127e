import { defineError } from '#kernel/errors';

export const TooManyPreferences = defineError('users/too-many-preferences', 'conflict', (most: number) => {
  return `You have preferences of ${most} categories, as many as may be.`;
});
