import { defineError } from '#kernel/errors';

/** One answer for unknown, malformed and inactive endpoints. */
export const EndpointNotFound = defineError(
  'email/event-endpoint-not-found',
  'not-found',
  () => 'Event endpoint not found',
);
export const EndpointUnfit = defineError('email/event-endpoint-unfit', 'invalid', (what: string) => what);
export const TooManyEndpoints = defineError('email/too-many-event-endpoints', 'conflict', (most: number) => {
  return `There can be at most ${most} event endpoints.`;
});
/** Why is not told: whoever signs rightly does not need to know, and nobody else should. */
export const EventsUnsigned = defineError(
  'email/events-unsigned',
  'unauthenticated',
  () => 'The events are not signed as this endpoint asks for, or the signature is too old.',
);
export const EventsUnreadable = defineError(
  'email/events-unreadable',
  'malformed',
  () => 'The events must be JSON, as their provider sends it.',
);
export const EventsTooLarge = defineError('email/events-too-large', 'too-large', (most: number) => {
  return `At most ${most} events are taken at once, in at most a mebibyte.`;
});
