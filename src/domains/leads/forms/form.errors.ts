import { defineError } from '#kernel/errors';

export const FormNotFound = defineError('leads/form-not-found', 'not-found', () => 'Form not found');
export const FormFieldsInvalid = defineError(
  'leads/form-fields-invalid',
  'invalid',
  () => 'The fields of the form contradict each other.',
);
export const FormCampaignUnknown = defineError(
  'leads/form-campaign-unknown',
  'invalid',
  () => 'The campaign of the form does not exist.',
);
/** One answer for unknown and inactive forms, so that nobody can find out which exist. */
export const FormInactive = defineError(
  'leads/form-inactive',
  'not-found',
  () => 'Form not found or inactive',
);
