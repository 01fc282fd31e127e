import { defineError } from '#kernel/errors';

export const ExperimentNotFound = defineError(
  'email/experiment-not-found',
  'not-found',
  (campaignId: string) => `Campaign ${campaignId} has no experiment.`,
);
export const ExperimentUnderWay = defineError(
  'email/experiment-under-way',
  'conflict',
  (state: string) => `The experiment is ${state}: it can be changed only before the campaign is launched.`,
);
export const ExperimentOver = defineError(
  'email/experiment-over',
  'conflict',
  (state: string) => `The experiment is ${state}: there is no winner to choose any more.`,
);
export const VariantNotFound = defineError(
  'email/variant-not-found',
  'invalid',
  (label: string) => `The experiment has no variant ${label}.`,
);
export const VariantsAlike = defineError(
  'email/variants-alike',
  'invalid',
  (one: string, other: string) => `Variants ${one} and ${other} do not differ.`,
);
export const ExperimentOfSeries = defineError(
  'email/experiment-of-series',
  'invalid',
  () => 'A campaign that starts again and again cannot be tested: each of its runs is a mailing of its own.',
);
