import type { Transport, TransportProvider } from '#platform/channels/transports/transport';
import type { ScriptedAnswer } from '../../support/scripted-server.js';

/** One provider as the contract looks at it. */
export interface ProviderCase {
  readonly provider: Exclude<TransportProvider, 'smtp'>;
  readonly options: Transport['options'];
  /** Its answer when it has taken the mail, and how it names the mail then. */
  readonly accepts: ScriptedAnswer;
  readonly providerId: string;
  readonly path: string;
  readonly isIdempotent: boolean;
  /** The header that carries the secret, and what it holds. */
  readonly login: readonly [name: string, value: RegExp];
}

const basic = Buffer.from('api:s3cret').toString('base64');

export const PROVIDERS: readonly ProviderCase[] = [
  {
    provider: 'resend',
    options: {},
    accepts: { status: 200, body: { id: 're-1' } },
    providerId: 're-1',
    path: '/emails',
    isIdempotent: true,
    login: ['authorization', /^Bearer s3cret$/],
  },
  {
    provider: 'sendgrid',
    options: {},
    accepts: { status: 202, headers: { 'x-message-id': 'sg-1' }, body: '' },
    providerId: 'sg-1',
    path: '/v3/mail/send',
    isIdempotent: false,
    login: ['authorization', /^Bearer s3cret$/],
  },
  {
    provider: 'postmark',
    options: { message_stream: 'news' },
    accepts: { status: 200, body: { ErrorCode: 0, Message: 'OK', MessageID: 'pm-1' } },
    providerId: 'pm-1',
    path: '/email',
    isIdempotent: false,
    login: ['x-postmark-server-token', /^s3cret$/],
  },
  {
    provider: 'mailgun',
    options: { domain: 'mg.shop.test' },
    accepts: { status: 200, body: { id: '<mg-1@mg.shop.test>', message: 'Queued. Thank you.' } },
    providerId: 'mg-1@mg.shop.test',
    path: '/v3/mg.shop.test/messages',
    isIdempotent: false,
    login: ['authorization', new RegExp(`^Basic ${basic}$`)],
  },
  {
    provider: 'brevo',
    options: {},
    accepts: { status: 201, body: { messageId: '<br-1@smtp-relay.mailin.fr>' } },
    providerId: '<br-1@smtp-relay.mailin.fr>',
    path: '/v3/smtp/email',
    isIdempotent: true,
    login: ['api-key', /^s3cret$/],
  },
  {
    provider: 'ses',
    options: { region: 'eu-west-1', username: 'AKID', configuration_set: 'main' },
    accepts: { status: 200, body: { MessageId: 'ses-1' } },
    providerId: 'ses-1',
    path: '/v2/email/outbound-emails',
    isIdempotent: false,
    login: [
      'authorization',
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/ses\/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=[0-9a-f]{64}$/,
    ],
  },
];
