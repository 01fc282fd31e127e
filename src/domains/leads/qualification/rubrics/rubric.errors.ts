import { defineError } from '#kernel/errors';

export const RubricRefused = defineError('leads/rubric-refused', 'invalid', (first: string) => first);
