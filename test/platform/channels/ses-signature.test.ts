import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { loadSettings } from '#platform/config/load-settings';
import type { MailMessage } from '#platform/channels/mail-channel';
import { SmtpChannel } from '#platform/channels/adapters/smtp/smtp.channel';
import { MailChannels } from '#platform/channels/transports/mail-channels';
import type { Transport } from '#platform/channels/transports/transport';
import { GuardedSockets } from '#platform/web/guarded-sockets';
import { ScriptedServer } from '../../support/scripted-server.js';
import { clientWith } from '../web/client.js';
import { isSignedBy, signedHeaders } from './dkim-check.js';
import { MailSink } from './mail-sink.js';

const OPEN = { OUTBOUND_ALLOW: '127.0.0.1/32' };
const local = async () => [{ address: '127.0.0.1', family: 4 }];
const web = clientWith(OPEN, local);
const channels = new MailChannels(web, new GuardedSockets(loadSettings(OPEN), local));
const armed = async () => undefined;
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const publicKey = keys.publicKey.toString('base64');
const message = (): MailMessage => ({
  id: randomUUID(),
  from: { name: 'The Team', address: 'team@sender.test' },
  to: `${randomUUID()}@reader.test`,
  subject: 'Grüße',
  html: '<p>Grüße</p>',
  text: 'Grüße',
  headers: { 'List-Unsubscribe': '<https://mail.test/u>' },
  dkim: { domain: 'sender.test', selector: 'one', privateKey: keys.privateKey },
});
/** As Amazon SES passes mail on: under a date and a Message-ID of its own. */
const asSesPassesOn = (raw: string) =>
  raw
    .replace(/^Date: .*$/m, 'Date: Sun, 29 Nov 2026 10:00:00 +0000')
    .replace(/^Message-ID: .*$/im, 'Message-ID: <0102@eu-west-1.amazonses.com>');

async function rawOver(server: Pick<Transport, 'options' | 'secret'> | string): Promise<string> {
  const sink = await MailSink.start();
  const channel =
    typeof server === 'string'
      ? new SmtpChannel(sink.url)
      : channels.open({ provider: 'smtp', ...server, options: { ...server.options, port: sink.port } });
  const sent = message();
  await channel.deliver(sent, armed);
  channels.close(channel);
  await sink.stop();
  return sink.mailsTo(sent.to)[0]!.raw;
}

afterAll(() => web.onApplicationShutdown());

describe('the signature of a mail', () => {
  it('holds after the API of Amazon SES has set its own date and Message-ID', async () => {
    const server = await ScriptedServer.start();
    server.will({ body: { MessageId: 'ses-1' } });
    const options = { username: 'AKIA', region: 'eu-west-1', base_url: server.url };
    await channels.open({ provider: 'ses', secret: 's3cret', options }).deliver(message(), armed);
    const { Content } = server.last.body as { Content: { Raw: { Data: string } } };
    const raw = Buffer.from(Content.Raw.Data, 'base64').toString();
    await server.close();
    expect(isSignedBy(asSesPassesOn(raw), publicKey)).toBe(true);
    expect(isSignedBy(raw.replace(/^Subject: .*$/m, 'Subject: x'), publicKey)).toBe(false);
  });

  it.each(['email-smtp.eu-west-1.amazonaws.com', 'EMAIL-SMTP-FIPS.us-east-1.amazonaws.com'])(
    'holds after %s has set its own date and Message-ID',
    async (host) => {
      const raw = await rawOver({ secret: '', options: { host, security: 'none' } });
      expect(raw).toMatch(/^Date: /m);
      expect(isSignedBy(asSesPassesOn(raw), publicKey)).toBe(true);
    },
  );

  it('covers date and Message-ID where a server leaves them as they are', async () => {
    const named = {
      secret: '',
      options: { host: 'email-smtp.amazonaws.com.shop.test', security: 'none' as const },
    };
    for (const raw of [await rawOver('the platform’s'), await rawOver(named)]) {
      expect(signedHeaders(raw)).toEqual(expect.arrayContaining(['date', 'message-id']));
      expect(isSignedBy(raw, publicKey)).toBe(true);
      expect(isSignedBy(asSesPassesOn(raw), publicKey)).toBe(false);
    }
  });
});
