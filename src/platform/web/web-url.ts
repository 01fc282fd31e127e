import { UrlUnfit } from './web.errors.js';

const LONGEST = 2_048;
const UNFIT = /[\s\u0000-\u001f\u007f\\]/;

/**
 * An http or https address as the URL standard reads it: international names in Punycode, odd forms of IPv4 (octal,
 * hexadecimal, short, one integer) as four numbers; without a final dot of the name and without a fragment.
 */
export function webUrl(text: string): URL {
  if (text.length > LONGEST || UNFIT.test(text) || !URL.canParse(text)) throw new UrlUnfit();
  return fitting(new URL(text));
}

/** Where a redirect leads. */
export function redirectedTo(location: string, from: URL): URL {
  if (!URL.canParse(location, from.href)) throw new UrlUnfit();
  return fitting(new URL(location, from));
}

function fitting(url: URL): URL {
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') throw new UrlUnfit();
  url.hash = '';
  const name = url.hostname.replace(/\.$/, '');
  if (name === '' || name.startsWith('.') || name.endsWith('.') || name.includes('..')) throw new UrlUnfit();
  if (name !== url.hostname) url.hostname = name;
  if (url.href.length > LONGEST) throw new UrlUnfit();
  return url;
}

/** The name without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** The port, also where it is the usual one of the scheme. */
export function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
}
