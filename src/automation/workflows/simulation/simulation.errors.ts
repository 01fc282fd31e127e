import { defineError } from '#kernel/errors';

export const EstimateNeeded = defineError(
  'workflows/estimate-needed',
  'conflict',
  () =>
    'The audience is too large to be counted while you wait: ask for POST audience/estimate first, and simulate when it is completed.',
);
export const SimulationTooLong = defineError(
  'workflows/simulation-too-long',
  'invalid',
  () => 'until must come after from, and at most 92 days later.',
);
