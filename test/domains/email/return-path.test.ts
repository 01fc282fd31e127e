import { startApp, type TestApp } from '../../support/app.js';
import { DnsServer } from '../../support/dns-server.js';
import { MailSink } from '../../platform/channels/mail-sink.js';
import { address, TestMailing } from './mailing.js';

let app: TestApp;
let sink: MailSink;
let dns: DnsServer;
beforeAll(async () => {
  [sink, dns] = [await MailSink.start(), await DnsServer.start()];
  app = await startApp({
    settings: {
      SMTP_URL: sink.url,
      MAIL_FROM: 'team@sender.test',
      BOUNCE_IMAP_URL: 'imap://127.0.0.1:1',
      BOUNCE_ADDRESS: 'bounces@mail.sender.test',
      DNS_SERVERS: dns.address,
      OUTBOUND_ALLOW: '127.0.0.1/32',
    },
  });
});
afterAll(async () => {
  await app.close();
  await sink.stop();
  await dns.close();
});

interface Check {
  about: string;
  state: string;
  advice: string | null;
  record: object | null;
}

/** An identity whose domain has published who it is, with its key or without. */
async function identity(domain: string) {
  const owner = await app.newUser();
  const wanted = { name: 'Shop', from_email: `news@${domain}` };
  const { data } = (await owner.client.post('/api/email/identities', wanted)).body;
  const { verification_record: proof, dkim_record: dkim } = data;
  dns.zones.set(domain, {});
  dns.zones.set(proof.name, { txt: [proof.value] });
  const check = async (): Promise<Check> => {
    const { body } = await owner.client.post(`/api/email/identities/${data.id}/domain-check`);
    return body.data.checks.find(({ about }: Check) => about === 'return_path');
  };
  const returned = async () => {
    const email = address();
    await (await TestMailing.make(app, [email], { fromEmail: wanted.from_email }, owner)).sent();
    return sink.mailsTo(email)[0]?.from;
  };
  return { owner, check, dkim, returned, publish: () => dns.zones.set(dkim.name, { txt: [dkim.value] }) };
}

const MAILBOX = [[10, 'mx.sender.test']] as const;
const VERP = /^bounces\+[a-z2-7]{42}@mail\.sender\.test$/;

describe('where mail of an identity comes back to', () => {
  it('needs an SPF record, and speaks for a domain that it is of', async () => {
    const { check, returned } = await identity('sender.test');
    dns.zones.set('mail.sender.test', { mx: MAILBOX });
    expect(await check()).toMatchObject({
      state: 'missing',
      record: { type: 'TXT', name: 'mail.sender.test', value: 'v=spf1 a mx ~all' },
    });
    dns.zones.set('mail.sender.test', { txt: ['v=spf1 a ~all'], mx: MAILBOX });
    expect(await check()).toMatchObject({ state: 'ok', advice: null });
    expect(await returned()).toMatch(VERP);
  });

  it('is another domain only for mail that is signed, which alone speaks for it then', async () => {
    const { check, returned, publish, dkim } = await identity('other.test');
    dns.zones.set('mail.sender.test', { txt: ['v=spf1 a ~all'], mx: MAILBOX });
    expect(await check()).toMatchObject({ state: 'wrong', record: dkim });
    expect(await returned()).toBe('news@other.test');
    publish();
    expect(await check()).toMatchObject({ state: 'ok', advice: expect.stringContaining('signature alone') });
    expect(await returned()).toMatch(VERP);
  });

  it('is not asked about where mail goes by servers of the owner’s own', async () => {
    const { owner, check } = await identity('third.test');
    const options = { host: '127.0.0.1', port: sink.port, security: 'none' };
    await owner.client.post('/api/email/transports', { name: 'Own', provider: 'smtp', options });
    expect(await check()).toBeUndefined();
  });
});
