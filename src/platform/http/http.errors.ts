import { defineError } from '#kernel/errors';

export const InputInvalid = defineError('http/input-invalid', 'malformed', (what: string) => what);
export const JsonUnreadable = defineError(
  'http/json-unreadable',
  'malformed',
  () => 'The body is not valid JSON.',
);
export const JsonTooDeep = defineError('http/json-too-deep', 'malformed', (limit: number) => {
  return `The JSON body is nested more than ${limit} levels deep.`;
});
export const TextUnstorable = defineError('http/text-unstorable', 'malformed', () => {
  return 'The body holds a NUL character or half of a surrogate pair, which no text can hold.';
});
export const MediaTypeUnsupported = defineError(
  'http/media-type-unsupported',
  'unsupported',
  (wanted: string) => {
    return `This route takes ${wanted}.`;
  },
);
export const FormUnreadable = defineError('http/form-unreadable', 'malformed', () => {
  return 'The body is not a form with one file, or it ended before it was complete.';
});
export const BodyBroken = defineError('http/body-broken', 'malformed', () => {
  return 'The body ended before it was complete.';
});
export const TooManyRequests = defineError('http/too-many-requests', 'too-many', (limit: number) => {
  return `At most ${limit} requests a minute are answered here.`;
});
export const IdempotencyKeyUnfit = defineError('http/idempotency-key-unfit', 'malformed', () => {
  return 'The Idempotency-Key must be 1 to 255 visible ASCII characters.';
});
export const IdempotencyKeyReused = defineError('http/idempotency-key-reused', 'invalid', () => {
  return 'This Idempotency-Key was used with another request body.';
});
export const RequestStillRunning = defineError('http/request-still-running', 'conflict', () => {
  return 'A request with this Idempotency-Key is still being worked on.';
});
export const ClientGone = defineError('http/client-gone', 'unavailable', () => {
  return 'The client closed the connection.';
});
