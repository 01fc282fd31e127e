import { createHmac, randomBytes } from 'node:crypto';
import { SecretUnfit } from '../webhook.errors.js';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
/** What Standard Webhooks asks of a secret. */
const FEWEST_BYTES = 24;
const MOST_BYTES = 64;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** What lies in the vault for a webhook: what signs, what signed before and still does, and the values of its headers. */
export interface WebhookKeys {
  readonly secret: string;
  readonly former: { readonly secret: string; readonly until: number } | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Under which name the keys of a webhook lie in the vault. */
export const keysOfWebhook = (id: string) => `webhook:${id}` as const;

export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/** `whsec_` and the base64 of 24 to 64 bytes, or 24 to 200 visible characters. */
function isSecret(text: string): boolean {
  if (!text.startsWith(PREFIX)) return /^[\x21-\x7e]{24,200}$/.test(text);
  const coded = text.slice(PREFIX.length);
  const { length } = Buffer.from(coded, 'base64');
  return BASE64.test(coded) && coded.length % 4 === 0 && length >= FEWEST_BYTES && length <= MOST_BYTES;
}

/** The given secret, if one is given; throws `webhooks/secret-unfit` when it may not sign. */
export function checkedSecret(given: string | null | undefined): string | undefined {
  if (given === null || given === undefined) return undefined;
  if (!isSecret(given)) throw new SecretUnfit();
  return given;
}

/** The new secret signs; the one before does, too, for so many milliseconds. */
export function rotated(keys: WebhookKeys | undefined, secret: string, overlapMs: number): WebhookKeys {
  const former = keys && overlapMs > 0 ? { secret: keys.secret, until: Date.now() + overlapMs } : null;
  return { secret, former, headers: keys?.headers ?? {} };
}

/**
 * The headers of Standard Webhooks, signed by every secret that holds, and the header of before, by the present one: the HMAC of
 * exactly the bytes that are sent.
 */
export function signedHeaders(
  { secret, former }: WebhookKeys,
  id: string,
  body: string,
  at = new Date(),
): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  const secrets = former && former.until > at.getTime() ? [secret, former.secret] : [secret];
  const signatures = secrets.map((one) => `v1,${mac(keyOf(one), `${id}.${seconds}.${body}`, 'base64')}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': signatures.join(' '),
    'x-webhook-signature': `sha256=${mac(secret, body, 'hex')}`,
  };
}

function keyOf(secret: string): Buffer | string {
  return secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : secret;
}

function mac(key: Buffer | string, text: string, encoding: 'base64' | 'hex'): string {
  return createHmac('sha256', key).update(text).digest(encoding);
}
