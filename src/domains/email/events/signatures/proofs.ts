import { createHash, createHmac, createPublicKey, createVerify, timingSafeEqual } from 'node:crypto';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { fieldsOf, textOf } from '../event-fields.js';
import type { EventProvider } from '../mail-event.js';
import { type EndpointProof, type EventDelivery, headerOf, isRecent, type Proven } from './event-delivery.js';

type Verifier = (proof: EndpointProof, delivery: EventDelivery) => Proven | undefined;

const ONCE: Proven = { token: null };

/** How each provider shows that events are its own. SNS is another story: its certificates are fetched (sns.ts). */
const VERIFIERS: Readonly<Record<Exclude<EventProvider, 'ses'>, Verifier>> = {
  sendgrid,
  mailgun,
  resend,
  postmark: byPassword,
  brevo: byPassword,
  generic: byPassword,
};

/** What the signature proves; undefined when it is none, a wrong one, or too old. */
export function provenBy(
  provider: Exclude<EventProvider, 'ses'>,
  proof: EndpointProof,
  delivery: EventDelivery,
): Proven | undefined {
  if (proof.secret === '' || !isFrom(proof.networks, delivery.ip)) return undefined;
  return VERIFIERS[provider](proof, delivery);
}

/** ECDSA over the timestamp and the exact body; the secret is the public key as SendGrid shows it (base64 of its DER form). */
function sendgrid({ secret }: EndpointProof, { text, headers }: EventDelivery): Proven | undefined {
  const signature = headerOf(headers, 'x-twilio-email-event-webhook-signature');
  const timestamp = headerOf(headers, 'x-twilio-email-event-webhook-timestamp');
  if (signature === undefined || timestamp === undefined || !isRecent(timestamp)) return undefined;
  try {
    const key = createPublicKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ec') return undefined;
    const isTheirs = createVerify('sha256')
      .update(timestamp + text)
      .verify(key, signature, 'base64');
    return isTheirs ? ONCE : undefined;
  } catch {
    return undefined;
  }
}

/** HMAC over a timestamp and a token, in the body: what else stands there is not signed, so that a token is good once. */
function mailgun({ secret }: EndpointProof, { body }: EventDelivery): Proven | undefined {
  const said = fieldsOf(fieldsOf(body)['signature']);
  const [timestamp, token, signature] = ['timestamp', 'token', 'signature'].map((name) => textOf(said, name));
  if (!timestamp || !token || !signature || !isRecent(timestamp)) return undefined;
  const expected = createHmac('sha256', secret)
    .update(timestamp + token)
    .digest('hex');
  return equal(signature.toLowerCase(), expected) ? { token } : undefined;
}

/** Standard Webhooks, under the names of Svix: over id, timestamp and the exact body; the secret is `whsec_` and base64. */
function resend({ secret }: EndpointProof, { text, headers }: EventDelivery): Proven | undefined {
  const named = ['id', 'timestamp', 'signature'].map((name) => {
    return [
      `webhook-${name}`,
      headerOf(headers, `svix-${name}`) ?? headerOf(headers, `webhook-${name}`) ?? '',
    ];
  });
  try {
    new Webhook(secret).verify(text, Object.fromEntries(named) as Record<string, string>, {
      jsonParse: false,
    });
    return ONCE;
  } catch {
    return undefined;
  }
}

/** The secret as a password (Basic), a token (Bearer), or in `X-Webhook-Secret`, over a connection nobody reads along. */
function byPassword({ secret }: EndpointProof, { headers }: EventDelivery): Proven | undefined {
  const [scheme = '', credentials = ''] = (headerOf(headers, 'authorization') ?? '').split(' ');
  const login = scheme.toLowerCase() === 'basic' ? Buffer.from(credentials, 'base64').toString('utf8') : '';
  const given = [
    login === '' ? undefined : login.slice(login.indexOf(':') + 1),
    scheme.toLowerCase() === 'bearer' ? credentials : undefined,
    headerOf(headers, 'x-webhook-secret'),
  ];
  return given.some((one) => one !== undefined && equal(one, secret)) ? ONCE : undefined;
}

function isFrom(networks: readonly string[], ip: string): boolean {
  if (networks.length === 0) return true;
  const allowed = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    allowed.addSubnet(address, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family);
  }
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv4(plain) ? allowed.check(plain, 'ipv4') : isIPv6(plain) && allowed.check(plain, 'ipv6');
}

/** In a time that says nothing about how much of it was right. */
function equal(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
