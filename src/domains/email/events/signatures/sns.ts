import { createVerify, X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { WebClient } from '#platform/web/web-client';
import { fieldsOf, type Fields } from '../event-fields.js';

/** A message of Amazon SNS whose signature holds. */
export interface SnsMessage {
  readonly type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  readonly id: string;
  readonly topic: string;
  readonly message: string;
  readonly subscribeUrl: string;
}

const SIGNED: Readonly<Record<SnsMessage['type'], readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};
/** SNS repeats a delivery for up to an hour. */
const OLDEST_MS = 65 * 60_000;
const AHEAD_MS = 5 * 60_000;
const CERTIFICATES_AT_MOST = 50;
const CERTIFICATE_KEPT_MS = 24 * 60 * 60_000;
const LONGEST_CERTIFICATE = 16 * 1024;
const SNS_ORIGIN = /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/;
const CERTIFICATE_PATH = /^\/SimpleNotificationService-[0-9a-f]{32}\.pem$/;

/** Reads what Amazon SNS sends. Certificates and confirmations are fetched from its own addresses only, by the guarded client. */
@Injectable()
export class Sns {
  private readonly certificates = new Map<string, { until: number; pem: Promise<string> }>();

  /** An origin that the operator trusts like SNS itself. */
  private readonly besides: string | undefined;

  constructor(
    private readonly web: WebClient,
    { SNS_URL }: Settings,
  ) {
    this.besides = SNS_URL === undefined ? undefined : new URL(SNS_URL).origin;
  }

  /** The message; undefined when it is none, is not signed by SNS, or is too old. */
  async read(body: unknown): Promise<SnsMessage | undefined> {
    const said = fieldsOf(body);
    const { Type: type, SigningCertURL: certificate, Signature: signature, SignatureVersion: version } = said;
    const signed = typeof type === 'string' ? signedText(type, said) : undefined;
    const url = typeof certificate === 'string' ? this.ownUrl(certificate) : undefined;
    if (signed === undefined || !url || !CERTIFICATE_PATH.test(url.pathname) || !isRecent(said['Timestamp']))
      return undefined;
    const algorithm = version === '1' ? 'sha1' : version === '2' ? 'sha256' : undefined;
    if (algorithm === undefined || typeof signature !== 'string') return undefined;
    const pem = await this.certificate(url).catch(() => undefined);
    if (pem === undefined || !isSigned({ algorithm, pem, signature, signed })) return undefined;
    return {
      type: type as SnsMessage['type'],
      id: String(said['MessageId']),
      topic: String(said['TopicArn']),
      message: String(said['Message']),
      subscribeUrl: typeof said['SubscribeURL'] === 'string' ? said['SubscribeURL'] : '',
    };
  }

  /** Follows the link that confirms a subscription; false when it does not lead to SNS, or SNS does not say yes. */
  async confirm({ subscribeUrl }: SnsMessage): Promise<boolean> {
    const url = this.ownUrl(subscribeUrl);
    if (!url || url.searchParams.get('Action') !== 'ConfirmSubscription') return false;
    const answer = await this.web
      .send({ url, redirects: 0, longest: LONGEST_CERTIFICATE, cut: true })
      .catch(() => undefined);
    return answer?.ok === true;
  }

  /** An address of SNS itself, over https. */
  private ownUrl(text: string): URL | undefined {
    if (!URL.canParse(text)) return undefined;
    const url = new URL(text);
    const isSns = SNS_ORIGIN.test(url.origin) || url.origin === this.besides;
    return isSns && url.username === '' && url.password === '' ? url : undefined;
  }

  private certificate(url: URL): Promise<string> {
    const known = this.certificates.get(url.href);
    if (known && known.until > Date.now()) return known.pem;
    const [oldest] = this.certificates.keys();
    if (this.certificates.size >= CERTIFICATES_AT_MOST && oldest !== undefined)
      this.certificates.delete(oldest);
    const pem = this.web
      .send({ url, redirects: 0, longest: LONGEST_CERTIFICATE })
      .then((answer) =>
        answer.ok ? answer.bytes.toString('latin1') : Promise.reject(new Error('No certificate')),
      );
    this.certificates.set(url.href, { until: Date.now() + CERTIFICATE_KEPT_MS, pem });
    pem.catch(() => this.certificates.delete(url.href));
    return pem;
  }
}

/** Names and values of the signed fields, each on a line of its own. */
function signedText(type: string, said: Fields): string | undefined {
  const names = Object.hasOwn(SIGNED, type) ? SIGNED[type as SnsMessage['type']] : undefined;
  const present = names?.filter((name) => said[name] !== undefined);
  if (!present || present.some((name) => typeof said[name] !== 'string')) return undefined;
  return present.map((name) => `${name}\n${String(said[name])}\n`).join('');
}

function isSigned(of: { algorithm: string; pem: string; signature: string; signed: string }): boolean {
  try {
    const certificate = new X509Certificate(of.pem);
    const now = Date.now();
    if (Date.parse(certificate.validFrom) > now || Date.parse(certificate.validTo) < now) return false;
    return createVerify(of.algorithm).update(of.signed).verify(certificate.publicKey, of.signature, 'base64');
  } catch {
    return false;
  }
}

function isRecent(timestamp: unknown): boolean {
  const age = Date.now() - (typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN);
  return age > -AHEAD_MS && age < OLDEST_MS;
}
