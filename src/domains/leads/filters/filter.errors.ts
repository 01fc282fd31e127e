import { defineError } from '#kernel/errors';

export const FilterRefused = defineError('leads/filter-refused', 'invalid', (first: string) => first);
