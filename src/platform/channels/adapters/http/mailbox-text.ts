import type { Mailbox } from '../../mail-channel.js';

/** `"The Team" <team@example.com>`: a name is quoted, so that nothing in it is read as an address. */
export function mailboxText({ name, address }: Mailbox): string {
  if (name === undefined || name === '') return address;
  const quoted = name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replace(/["\\]/g, '\\$&');
  return `"${quoted}" <${address}>`;
}
