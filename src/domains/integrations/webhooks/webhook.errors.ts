import { defineError } from '#kernel/errors';

/** One answer for unknown, malformed and other people's webhooks. */
export const WebhookNotFound = defineError(
  'webhooks/not-found',
  'not-found',
  (id: string) => `Webhook ${id.slice(0, 100)} not found`,
);
export const DeliveryNotFound = defineError(
  'webhooks/delivery-not-found',
  'not-found',
  (id: string) => `Delivery ${id.slice(0, 100)} not found`,
);
export const TooManyWebhooks = defineError('webhooks/too-many', 'conflict', (most: number) => {
  return `There can be at most ${most} webhooks.`;
});
/** Why an address is not taken is not told beyond this: it would say what stands behind a name. */
export const UrlNotAllowed = defineError('webhooks/url-not-allowed', 'invalid', () => {
  return 'Webhooks go to https addresses on the public internet, without user name and password.';
});
export const EventUnknown = defineError('webhooks/event-unknown', 'invalid', (name: string) => {
  return `There is no event ${name.slice(0, 100)}: GET /api/integrations/webhooks/events lists those there are.`;
});
export const SecretUnfit = defineError('webhooks/secret-unfit', 'invalid', () => {
  return 'A secret is whsec_ and the base64 of 24 to 64 bytes, or 24 to 200 visible ASCII characters.';
});
export const HeadersUnfit = defineError('webhooks/headers-unfit', 'invalid', (what: string) => what);
export const WebhookOff = defineError('webhooks/off', 'conflict', () => {
  return 'The webhook is turned off: turn it on first.';
});
export const SecretMissing = defineError('webhooks/secret-missing', 'conflict', () => {
  return 'The webhook has no secret: let one be made by secret/rotate first.';
});
export const DeliveryOpen = defineError('webhooks/delivery-open', 'conflict', () => {
  return 'The delivery has not ended: it is tried again by itself.';
});
