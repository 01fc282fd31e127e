import { domainToASCII } from 'node:url';
import { parse } from 'tldts';

const LONGEST = 253;
/** Letters, digits, hyphens and dots: nothing that would make it more than a name. */
const NAME = /^[\p{L}\p{M}\p{N}.-]+$/u;

/**
 * A public domain in lower case and ASCII, without `www.`; undefined for anything else: an address with a scheme, a user, a port
 * or a path, an IP, a name of a private network.
 */
export function competitorDomain(text: string): string | undefined {
  if (text.length > LONGEST || !NAME.test(text)) return undefined;
  const name = domainToASCII(text.toLowerCase()).replace(/^www\./, '');
  const { hostname, domain, isIcann, isPrivate } = parse(name);
  const isPublic = domain !== null && (isIcann === true || isPrivate === true);
  return isPublic && hostname === name ? name : undefined;
}
