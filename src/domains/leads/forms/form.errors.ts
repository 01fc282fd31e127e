import { defineError } from '#kernel/errors';

export const FormNotFound = defineError('leads/form-not-found', 'not-found', () => 'Form not found');
export const FormFieldsInvalid = defineError(
  'leads/form-fields-invalid',
  'invalid',
  () => 'The fields of the form contradict each other.',
);
export const FormNoticeNotOwn = defineError(
  'leads/form-notice-not-own',
  'invalid',
  () => 'Submissions are told only at your own address, the one you are signed in with.',
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
export const FormTokenRequired = defineError(
  'leads/form-token-required',
  'invalid',
  () => 'This form takes only what is sent from the page that shows it.',
);
export const FormTokenExpired = defineError(
  'leads/form-token-expired',
  'conflict',
  () => 'This form was open for too long. Please load the page again and send it once more.',
);
export const FormTaken = defineError(
  'leads/form-taken',
  'conflict',
  () => 'This has been sent before. Please load the page again to send something else.',
);
export const FormPuzzleUnsolved = defineError(
  'leads/form-puzzle-unsolved',
  'invalid',
  () => 'The browser has not solved the puzzle of this form, or too long ago. Please send it again.',
);
export const FormHasNoPuzzle = defineError(
  'leads/form-has-no-puzzle',
  'not-found',
  () => 'This form asks for no puzzle to be solved.',
);
