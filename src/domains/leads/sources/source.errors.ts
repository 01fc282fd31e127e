import { defineError } from '#kernel/errors';

/** One answer for unknown, malformed and inactive sources. */
export const SourceNotFound = defineError('leads/source-not-found', 'not-found', () => 'Source not found');
export const TooManySources = defineError('leads/too-many-sources', 'conflict', (most: number) => {
  return `There can be at most ${most} sources.`;
});
export const SourceMappingUnfit = defineError(
  'leads/source-mapping-unfit',
  'invalid',
  () => 'The mapping must say how a lead is known (email or external_id), and each field once.',
);
/** Why is not told: whoever signs rightly does not need to know, and nobody else should. */
export const DeliveryUnsigned = defineError(
  'leads/delivery-unsigned',
  'unauthenticated',
  () => 'The delivery has no signature of this source, or it is older than five minutes.',
);
export const DeliveryTooLarge = defineError('leads/delivery-too-large', 'invalid', (most: number) => {
  return `A delivery holds at most ${most} leads.`;
});
export const DeliveryUnreadable = defineError(
  'leads/delivery-unreadable',
  'malformed',
  () => 'The delivery must be a JSON object or list.',
);
