import { HeadersUnfit } from '../webhook.errors.js';

const MOST = 10;
const NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,64}$/;
const VALUE = /^[\x20-\x7e]{1,1000}$/;
/** What we say ourselves, and what belongs to the connection. */
const OURS =
  /^(?:webhook-.*|x-webhook-signature|host|connection|keep-alive|content-.*|transfer-encoding|te|trailer|upgrade|expect|proxy-.*|accept-encoding|user-agent|cookie|origin|referer|x-forwarded-.*|forwarded)$/;

/** Headers that an owner wants sent along, by their names in lower case; throws `webhooks/headers-unfit`. */
export function customHeaders(given: Readonly<Record<string, unknown>>): Record<string, string> {
  const headers = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value] as const);
  if (headers.length > MOST) throw unfit(`There can be at most ${MOST} headers.`);
  for (const [name, value] of headers) {
    if (!NAME.test(name) || OURS.test(name)) throw unfit(`The header ${name.slice(0, 64)} cannot be set.`);
    if (typeof value !== 'string' || !VALUE.test(value))
      throw unfit(`The header ${name} must have 1 to 1,000 visible ASCII characters.`);
  }
  return Object.fromEntries(headers) as Record<string, string>;
}

function unfit(what: string): Error {
  return new HeadersUnfit(what).withIssues([{ path: 'headers', message: what }]);
}
