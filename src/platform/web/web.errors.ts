import { defineError } from '#kernel/errors';

/** None of these says which address a name stood for, nor what answered there. */
export const UrlUnfit = defineError('web/url-unfit', 'invalid', () => {
  return 'This is not a web address we read: http or https, no user name or password, at most 2,048 characters.';
});
export const AddressRefused = defineError('web/address-refused', 'invalid', () => {
  return 'This address is not on the public internet, or not at a port we may reach.';
});
export const RedirectRefused = defineError('web/redirect-refused', 'invalid', () => {
  return 'The server sends us on without end, or from https to http.';
});
export const HeaderUnfit = defineError('web/header-unfit', 'invalid', (name: string) => {
  return `The header ${name} cannot be sent.`;
});
export const TooLarge = defineError('web/too-large', 'invalid', () => {
  return 'The answer of the server is larger than we read.';
});
export const TimedOut = defineError('web/timed-out', 'invalid', () => {
  return 'The server did not answer in time.';
});
export const Unreachable = defineError('web/unreachable', 'invalid', () => {
  return 'The server cannot be reached.';
});
export const NotText = defineError('web/not-text', 'invalid', () => {
  return 'The answer of the server is not text, or is not encoded as it says.';
});
export const RobotsDisallow = defineError('web/robots-disallow', 'invalid', () => {
  return 'The robots.txt of this site does not let us read the page.';
});
export const RobotsUnreadable = defineError('web/robots-unreadable', 'invalid', () => {
  return 'The robots.txt of this site cannot be read at the moment, so we leave its pages alone.';
});
export const Busy = defineError('web/busy', 'unavailable', () => {
  return 'Too many pages are waiting to be read.';
});
