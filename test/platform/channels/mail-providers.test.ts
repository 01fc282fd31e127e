import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuardedSockets } from '#platform/web/guarded-sockets';
import { loadSettings } from '#platform/config/load-settings';
import {
  type MailChannel,
  type MailMessage,
  MailRefused,
  MailUnknown,
  MailUnreachable,
} from '#platform/channels/mail-channel';
import { MailAttachment } from '#platform/channels/mail-attachment';
import { MailChannels } from '#platform/channels/transports/mail-channels';
import { ScriptedServer } from '../../support/scripted-server.js';
import { clientWith } from '../web/client.js';
import { filesIn } from './files-in.js';
import { MailSink } from './mail-sink.js';
import { PROVIDERS, type ProviderCase } from './mail-providers.js';

const OPEN = { OUTBOUND_ALLOW: '127.0.0.1/32' };
const local = async () => [{ address: '127.0.0.1', family: 4 }];
const web = clientWith(OPEN, local);
const channels = new MailChannels(web, new GuardedSockets(loadSettings(OPEN), local));
const armed = async () => undefined;
const message = (): MailMessage => ({
  id: randomUUID(),
  from: { name: 'The "Team"\r\nBcc: evil@evil.test', address: 'team@sender.test' },
  to: `${randomUUID()}@reader.test`,
  replyTo: 'answers@sender.test',
  subject: 'Grüße',
  html: '<p>Grüße</p>',
  text: 'Grüße',
  headers: {
    'List-Unsubscribe': '<https://mail.test/u>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
});

let server: ScriptedServer;
beforeAll(async () => {
  server = await ScriptedServer.start();
});
afterEach(() => server.clear());
afterAll(async () => {
  await server.close();
  await web.onApplicationShutdown();
});

const channelOf = ({ provider, options }: ProviderCase, base = server.url): MailChannel =>
  channels.open({ provider, secret: 's3cret', options: { ...options, base_url: base } });
const failure = (channel: MailChannel, signal?: AbortSignal) =>
  channel.deliver(message(), armed, signal).then(
    () => {
      throw new Error('It was accepted');
    },
    (thrown: unknown) => thrown,
  );

describe.each(PROVIDERS)('a mail is handed to $provider', (one) => {
  it('as its API wants it, and is accepted under the id that its events will name', async () => {
    server.will(one.accepts);
    const sent = message();
    const accepted = await channelOf(one).deliver(sent, armed);
    expect(accepted).toMatchObject({ providerId: one.providerId, messageId: `<${sent.id}@sender.test>` });
    const { path, headers, body } = server.last;
    expect(path).toBe(one.path);
    expect(headers[one.login[0]]).toMatch(one.login[1]);
    const said =
      typeof body === 'string' ? decodeURIComponent(body.replaceAll('+', ' ')) : JSON.stringify(body);
    const whole = one.provider === 'ses' ? said + rawOf(body) : said;
    for (const part of [sent.to, sent.id, 'List-Unsubscribe=One-Click', 'answers@sender.test'])
      expect(whole).toContain(part);
    expect(whole).not.toMatch(/[\r\n]Bcc:/);
  });

  it('with its files, byte for byte, under names in any script', async () => {
    server.will(one.accepts);
    const content = Buffer.from(Array.from({ length: 700 }, (_, at) => at % 256));
    const name = 'Preis "Liste" Øre.pdf';
    const attachments = [new MailAttachment(name, 'application/pdf', content)];
    await channelOf(one).deliver({ ...message(), attachments }, armed);
    expect(await filesIn(one.provider, server.last)).toEqual([[name, content.toString('base64')]]);
  });

  it('only once it is armed, before its first byte', async () => {
    server.will(one.accepts);
    const steps: string[] = [];
    await channelOf(one).deliver(message(), async () => {
      await sleep(30);
      steps.push(`${server.requests.length} requests`);
    });
    expect([steps, server.requests.length]).toEqual([['0 requests'], 1]);
  });

  it('not at all when arming fails', async () => {
    const reason = new Error('paused');
    const attempt = channelOf(one).deliver(message(), async () => {
      throw reason;
    });
    await expect(attempt).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it('and refused for good when its content is', async () => {
    server.will({ status: 400, body: { message: 'The subject is missing' } });
    const error = await failure(channelOf(one));
    expect(error).toBeInstanceOf(MailRefused);
    expect(error).toMatchObject({ permanent: true, smtpCode: 400, stage: 'message' });
  });

  it.each([401, 403, 404])('and was not accepted when the account is refused by %i', async (status) => {
    server.will({ status, body: { message: 'no' } });
    expect(await failure(channelOf(one))).toBeInstanceOf(MailUnreachable);
  });

  it.each([429, 503])('and may be tried later after %i, when the provider says', async (status) => {
    server.will({ status, headers: { 'retry-after': '7' }, body: { message: 'slow down' } });
    const error = await failure(channelOf(one));
    expect(error).toBeInstanceOf(MailUnreachable);
    expect(error).toMatchObject({ retryAfter: 7 });
  });

  it.each([500, 502, 504])('and its fate is unknown after %i', async (status) => {
    server.will({ status, body: 'oops' });
    expect(await failure(channelOf(one))).toBeInstanceOf(MailUnknown);
  });

  it('and its fate is unknown when the line drops, the answer never comes or is not the one there is', async () => {
    server.will({ ending: 'reset' }, { ending: 'hang' }, { status: 200, body: '<html>Welcome</html>' });
    expect(await failure(channelOf(one))).toBeInstanceOf(MailUnknown);
    expect(await failure(channelOf(one), AbortSignal.timeout(1_000))).toBeInstanceOf(MailUnknown);
    expect(await failure(channelOf(one))).toBeInstanceOf(MailUnknown);
    expect(server.requests).toHaveLength(3);
  });

  it('and was not sent when nobody listens, or a redirect leads elsewhere', async () => {
    let asked = 0;
    const nobody = channelOf(one, 'http://127.0.0.1:1').deliver(message(), async () => void asked++);
    await expect(nobody).rejects.toBeInstanceOf(MailUnreachable);
    expect(asked).toBe(0);
    server.will({ status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' });
    expect(await failure(channelOf(one))).toBeInstanceOf(MailUnreachable);
  });

  it('never at an address that is not public', async () => {
    const closed = clientWith({}, local);
    const guarded = new MailChannels(closed, new GuardedSockets(loadSettings({}), local));
    const channel = guarded.open({
      provider: one.provider,
      secret: 's3cret',
      options: { ...one.options, base_url: server.url },
    });
    expect(await failure(channel)).toBeInstanceOf(MailUnreachable);
    expect(server.connections).toBe(0);
    await closed.onApplicationShutdown();
  });

  it('and says whether it would take mail', async () => {
    server.will({ status: 200, body: {} }, { status: 401, body: { message: 'bad key' } });
    await expect(channelOf(one).verify()).resolves.toBeUndefined();
    await expect(channelOf(one).verify()).rejects.toBeInstanceOf(MailUnreachable);
  });

  it('and says whether it knows a mail again by its id', () => {
    expect(channelOf(one).isIdempotent).toBe(one.isIdempotent);
  });
});

describe('what single providers say', () => {
  const provider = (name: string) => PROVIDERS.find((one) => one.provider === name)!;

  it('Resend: the first request is still under way, so that its fate is open', async () => {
    server.will({ status: 409, body: { name: 'concurrent_idempotent_requests' } });
    expect(await failure(channelOf(provider('resend')))).toBeInstanceOf(MailUnknown);
    expect(server.last.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('Brevo: the key is known, so that the mail was taken before', async () => {
    server.will({ status: 400, body: { code: 'duplicate_parameter', message: 'duplicate idempotencyKey' } });
    await expect(channelOf(provider('brevo')).deliver(message(), armed)).resolves.toBeDefined();
  });

  it('Postmark: the address is inactive, which is about the address', async () => {
    server.will({ status: 422, body: { ErrorCode: 406, Message: 'inactive recipient' } });
    expect(await failure(channelOf(provider('postmark')))).toMatchObject({
      stage: 'recipient',
      smtpCode: 550,
    });
  });

  it.each([
    ['TooManyRequestsException', 2],
    ['AccountSuspendedException', undefined],
  ])('SES: %s comes as a bad request and is about the account', async (type, expected) => {
    server.will({
      status: 400,
      headers: { 'x-amzn-errortype': type },
      body: { message: 'Maximum sending rate' },
    });
    const error = await failure(channelOf(provider('ses')));
    expect(error).toBeInstanceOf(MailUnreachable);
    expect((error as MailUnreachable).retryAfter).toBe(expected);
  });
});

describe('a mail server that somebody has named', () => {
  it('takes mail over a connection whose address was checked', async () => {
    const sink = await MailSink.start();
    const options = { host: 'mail.shop.test', port: sink.port, security: 'none' as const };
    const channel = channels.open({ provider: 'smtp', secret: '', options });
    const sent = { ...message(), from: { address: 'team@sender.test' } };
    await channel.deliver(sent, armed);
    expect(sink.mailsTo(sent.to)).toHaveLength(1);
    await expect(channel.verify()).resolves.toBeUndefined();
    channels.close(channel);
    await sink.stop();
  });

  it('is not connected to at an address inside, whatever its name says', async () => {
    const sink = await MailSink.start();
    const guarded = new MailChannels(web, new GuardedSockets(loadSettings({}), local));
    const options = { host: 'mail.shop.test', port: sink.port, security: 'none' as const };
    const channel = guarded.open({ provider: 'smtp', secret: '', options });
    expect(await failure(channel)).toBeInstanceOf(MailUnreachable);
    expect(sink.dots).toEqual([]);
    guarded.close(channel);
    await sink.stop();
  });

  it('gets nothing, not even a login, when it offers no encryption and that is insisted on', async () => {
    const sink = await MailSink.start();
    const options = { host: 'mail.shop.test', port: sink.port, username: 'u' };
    const channel = channels.open({ provider: 'smtp', secret: 'p', options });
    expect(await failure(channel)).toBeInstanceOf(MailUnreachable);
    channels.close(channel);
    await sink.stop();
  });
});

function rawOf(body: unknown): string {
  const { Content } = body as { Content: { Raw: { Data: string } } };
  return Buffer.from(Content.Raw.Data, 'base64')
    .toString('utf8')
    .replace(/\r\n[ \t]/g, ' ');
}
