import { defineError } from '#kernel/errors';

export const RestoredKeyTaken = defineError(
  'leads/restored-key-taken',
  'conflict',
  () => 'Another lead has the address or the external id of this one by now.',
);
