import { defineError } from '#kernel/errors';

/** The platform's account does not work; nothing its users can mend. */
export const KeywordProviderRefused = defineError(
  'keywords/provider-refused',
  'unavailable',
  (company: string) =>
    `${company} does not let our account in: check its login and password in the settings.`,
);
/** The user's own account does not work. */
export const KeywordAccountRefused = defineError(
  'keywords/account-refused',
  'invalid',
  (company: string) =>
    `${company} does not let your account in: save its login and password again, or delete them.`,
);
export const KeywordProviderUnpaid = defineError(
  'keywords/provider-unpaid',
  'unavailable',
  (company: string) => `The account at ${company} has nothing left to spend.`,
);
export const KeywordProviderLimited = defineError(
  'keywords/provider-limited',
  'too-many',
  (company: string) => `${company} takes no more requests at the moment.`,
);
export const KeywordProviderUnavailable = defineError(
  'keywords/provider-unavailable',
  'unavailable',
  (company: string) => `${company} did not answer as it should. Try again in a moment.`,
);
/** It cannot be asked for this: a word it does not take, or a market it has no figures for. */
export const KeywordRequestRejected = defineError(
  'keywords/request-rejected',
  'invalid',
  (company: string) => `${company} does not take this request.`,
);
