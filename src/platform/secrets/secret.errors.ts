import { defineError } from '#kernel/errors';

export const SecretServiceUnknown = defineError('secrets/service-unknown', 'invalid', (name: string) => {
  return `No keys are kept here for ${name}.`;
});
export const SecretUnfit = defineError('secrets/value-unfit', 'invalid', (service: string, rule: string) => {
  return `A key for ${service} ${rule}.`;
});
export const SecretNotFound = defineError('secrets/not-found', 'not-found', (service: string) => {
  return `You have no key for ${service}.`;
});
export const SecretUnreadable = defineError('secrets/unreadable', 'conflict', (service: string) => {
  return `Your key for ${service} can no longer be read. Please save it again.`;
});
export const SecretUntestable = defineError('secrets/untestable', 'invalid', (service: string) => {
  return `A key for ${service} cannot be tried from here.`;
});
