import { defineError } from '#kernel/errors';

export const LeadFieldNotFound = defineError('leads/field-not-found', 'not-found', () => 'Field not found');
export const LeadFieldExists = defineError(
  'leads/field-exists',
  'conflict',
  (key: string) => `There is already a field ${key}.`,
);
export const TooManyLeadFields = defineError(
  'leads/too-many-fields',
  'invalid',
  () => 'At most 200 fields can be defined.',
);
export const LeadFieldInvalid = defineError('leads/field-invalid', 'invalid', (why: string) => why);
export const CustomFieldsInvalid = defineError(
  'leads/custom-fields-invalid',
  'invalid',
  (first: string) => first,
);
