import { defineError } from '#kernel/errors';

export const TooManyToSort = defineError(
  'leads/too-many-to-sort',
  'invalid',
  (field: string) =>
    `More than 10,000 leads cannot be sorted by ${field}: name fewer, such as those of a segment, or sort by created_at, lead_score or email.`,
);
