import { defineError } from '#kernel/errors';

export const WorkTooHeavy = defineError('threads/too-heavy', 'invalid', () => {
  return 'This takes more time or memory than we give it.';
});
export const ThreadsBusy = defineError('threads/busy', 'unavailable', () => {
  return 'Too much of this kind is waiting to be worked on.';
});
