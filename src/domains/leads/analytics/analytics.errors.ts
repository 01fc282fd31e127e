import { defineError } from '#kernel/errors';

export const DaysUnfit = defineError(
  'leads/days-unfit',
  'invalid',
  (days: number) => `\`from\` must not come after \`to\`, and at most ${days} days are told at once.`,
);
