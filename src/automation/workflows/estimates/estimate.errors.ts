import { defineError } from '#kernel/errors';

export const EstimateNotFound = defineError(
  'workflows/estimate-not-found',
  'not-found',
  () => 'The audience of this campaign has not been estimated yet.',
);
export const EstimateFinished = defineError(
  'workflows/estimate-finished',
  'conflict',
  (status: string) => `The estimate is already ${status}.`,
);
