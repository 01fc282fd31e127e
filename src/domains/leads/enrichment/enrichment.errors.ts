import { defineError } from '#kernel/errors';

export const EnrichmentProviderUnknown = defineError(
  'leads/enrichment-provider-unknown',
  'invalid',
  (name: string, known: string) => `Nobody called ${name} knows anything of leads; there are ${known}.`,
);
export const EnrichmentNotConfigured = defineError(
  'leads/enrichment-not-configured',
  'unavailable',
  (provider: string, setting: string) => `${provider} cannot be asked: set ${setting}.`,
);
/** The platform's key does not work; nothing its users can mend. */
export const EnrichmentKeyRefused = defineError(
  'leads/enrichment-key-refused',
  'unavailable',
  () => 'The service that knows leads does not take our key: check ENRICHMENT_KEY.',
);
/** The user's own key does not work. */
export const EnrichmentOwnKeyRefused = defineError(
  'leads/enrichment-own-key-refused',
  'invalid',
  () => 'The service that knows leads does not take your key: save it again, or delete it.',
);
export const EnrichmentLimited = defineError(
  'leads/enrichment-limited',
  'too-many',
  () => 'The service that knows leads takes no more questions at the moment.',
);
export const EnrichmentUnpaid = defineError(
  'leads/enrichment-unpaid',
  'unavailable',
  () => 'The account at the service that knows leads has nothing left to spend.',
);
export const EnrichmentBudgetExceeded = defineError(
  'leads/enrichment-budget-exceeded',
  'too-many',
  () =>
    "Today's budget for asking about leads is used up. It starts anew at midnight UTC; a key of your own has no budget.",
);
export const EnrichmentUnavailable = defineError(
  'leads/enrichment-unavailable',
  'unavailable',
  () => 'The service that knows leads did not answer as it should. Try again in a moment.',
);
export const EnrichmentRejected = defineError(
  'leads/enrichment-rejected',
  'invalid',
  () => 'The service that knows leads does not take this question.',
);
