import { defineError } from '#kernel/errors';

export const PublishingKeyMissing = defineError(
  'publishing/key-missing',
  'unavailable',
  (service: string) => {
    return `You have no key for ${service}: save one at PUT /api/user/secrets/${service}.`;
  },
);
export const PublishingKeyRefused = defineError('publishing/key-refused', 'invalid', (company: string) => {
  return `${company} does not let your key in: save it again.`;
});
export const PublishingUnpaid = defineError('publishing/unpaid', 'invalid', (company: string) => {
  return `Your account at ${company} has nothing left to spend.`;
});
export const PublishingLimited = defineError('publishing/limited', 'too-many', (company: string) => {
  return `${company} takes no more requests at the moment.`;
});
export const PublishingRejected = defineError('publishing/rejected', 'invalid', (company: string) => {
  return `${company} does not take this request.`;
});
export const PublishingUnavailable = defineError(
  'publishing/unavailable',
  'unavailable',
  (company: string) => {
    return `${company} did not answer as it should.`;
  },
);
export const RenderFailed = defineError('publishing/render-failed', 'invalid', (words: string) => {
  return `The video could not be rendered: ${words}`;
});
