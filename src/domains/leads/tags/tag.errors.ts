import { defineError } from '#kernel/errors';

export const TooManyTags = defineError(
  'leads/too-many-tags',
  'invalid',
  () => 'A lead may have at most 50 tags.',
);
