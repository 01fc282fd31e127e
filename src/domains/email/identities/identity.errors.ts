import { defineError } from '#kernel/errors';

export const IdentityNotFound = defineError('email/identity-not-found', 'not-found', (id: string) => {
  return `Identity ${id} does not exist.`;
});
export const IdentityExists = defineError('email/identity-exists', 'conflict', (address: string) => {
  return `You already have an identity for ${address}.`;
});
export const TooManyIdentities = defineError('email/too-many-identities', 'conflict', (most: number) => {
  return `There can be at most ${most} identities.`;
});
export const IdentityUnverified = defineError('email/identity-unverified', 'conflict', (address: string) => {
  return `${address} has not been shown to be yours: confirm the link in the mail to it, or publish its DNS record.`;
});
export const IdentityVerified = defineError('email/identity-verified', 'conflict', (address: string) => {
  return `${address} is verified already.`;
});
export const TrackingDomainUnfit = defineError('email/tracking-domain-unfit', 'invalid', (domain: string) => {
  return `A tracking domain is a name of its own below ${domain}, such as links.${domain}.`;
});
export const AskedTooSoon = defineError('email/asked-too-soon', 'too-many', (minutes: number) => {
  return `A link was sent to this address less than ${minutes} minutes ago.`;
});
export const LinkNotSent = defineError('email/link-not-sent', 'unavailable', () => {
  return 'The mail with the link could not be sent; check SMTP_URL and MAIL_FROM.';
});
