import { ReadBouncesJob } from '#domains/email/bounces/bounce.jobs';
import { BounceReader } from '#domains/email/bounces/bounce-reader';
import { Jobs } from '#platform/jobs/jobs';
import { startApp, type TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { ImapServer } from '../../support/imap-server.js';
import { MailSink } from '../../platform/channels/mail-sink.js';
import { address, TestMailing } from './mailing.js';

let app: TestApp;
let sink: MailSink;
let imap: ImapServer;
beforeAll(async () => {
  [sink, imap] = [await MailSink.start(), await ImapServer.start()];
  app = await startApp({
    settings: {
      SMTP_URL: sink.url,
      MAIL_FROM: 'team@sender.test',
      BOUNCE_IMAP_URL: imap.url,
      BOUNCE_ADDRESS: 'bounces@mail.sender.test',
    },
  });
});
afterAll(async () => {
  await app.close();
  await sink.stop();
  await imap.close();
});

type Owner = Awaited<ReturnType<TestApp['newUser']>>;

/** A mail that was sent, and what its server reports of it. */
async function sent(owner: Owner) {
  const email = address();
  const mailing = await TestMailing.make(app, [email], {}, owner);
  await mailing.sent();
  const { id } = await mailing.message(email);
  const messageId = sink.mailsTo(email)[0]?.mail.messageId ?? '';
  const report = (status: string, action = 'failed') =>
    reportOf('delivery-status', messageId, [
      'Reporting-MTA: dns; mx.test',
      '',
      `Final-Recipient: rfc822; ${email}`,
      `Action: ${action}`,
      `Status: ${status}`,
      'Diagnostic-Code: smtp; 550 it says',
    ]);
  const complaint = () =>
    reportOf('feedback-report', messageId, ['Feedback-Type: abuse', 'Version: 1', 'User-Agent: x']);
  const back = sink.mailsTo(email)[0]?.from ?? '';
  return { email, mailing, id, back, report, complaint };
}

/** A mail of a server's that repeats nothing of the mail it is about, as it lies in the mailbox. */
function inWords(to: string, said: string, ...head: string[]): string {
  return ['From: MAILER-DAEMON@mx.test', `To: ${to}`, 'Subject: failure notice', ...head, '', said, ''].join(
    '\r\n',
  );
}

function reportOf(kind: 'delivery-status' | 'feedback-report', messageId: string, said: string[]): string {
  return [
    'From: MAILER-DAEMON@mx.test',
    `Content-Type: multipart/report; report-type=${kind}; boundary="B"`,
    '',
    '--B',
    `Content-Type: message/${kind}`,
    '',
    ...said,
    '--B',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: ${messageId}`,
    '',
    'Hello',
    '--B--',
    '',
  ].join('\r\n');
}

async function read(): Promise<void> {
  await app.get(Jobs).send(ReadBouncesJob, { askedBy: 'clock' });
  await app.drainJobs();
}
const kinds = async (id: string) =>
  (
    await app.sql<{ event_type: string }>(
      'select event_type from email_events where message_id = $1 order by event_type',
      [id],
    )
  ).map(({ event_type }) => event_type);
const suppressions = async ({ client }: Owner) =>
  (await client.get('/api/email/suppressions')).body.data.map(
    ({ email, reason }: { email: string; reason: string }) => [email, reason],
  );

describe('the mailbox that bounces come back to', () => {
  it('settles hard and soft bounces, complaints and deliveries of whoever sent the mail', async () => {
    const [owner, other] = [await app.newUser(), await app.newUser()];
    const [hard, soft, late, fine] = [
      await sent(owner),
      await sent(owner),
      await sent(owner),
      await sent(owner),
    ];
    const angry = await sent(other);
    imap.put(
      hard.report('5.1.1'),
      'From: ada@reader.test\r\nSubject: Out of office\r\n\r\nBack on Monday',
      soft.report('5.2.2'),
      late.report('4.4.1', 'delayed'),
      fine.report('2.0.0', 'delivered'),
      angry.complaint(),
      Buffer.from([0, 255, 13, 10, 13, 10]),
    );
    await read();
    expect(await Promise.all([hard, soft, late, fine, angry].map(({ id }) => kinds(id)))).toEqual([
      ['bounced'],
      ['soft_bounced'],
      [],
      ['delivered'],
      ['complained'],
    ]);
    expect(await hard.mailing.report()).toMatchObject({ sent: 1, bounced: 1, delivered: 0 });
    expect(await suppressions(owner)).toEqual([[hard.email, 'hard_bounce']]);
    expect(await suppressions(other)).toEqual([[angry.email, 'complaint']]);
  });

  it('is read on from where it was read to, and once', async () => {
    const owner = await app.newUser();
    const one = await sent(owner);
    imap.put(one.report('5.1.1'));
    await read();
    const before = imap.fetches().length;
    await read();
    expect(imap.fetches()).toHaveLength(before);
    const two = await sent(owner);
    imap.put(two.report('5.1.1'));
    await read();
    expect(imap.fetches().slice(before)).toHaveLength(1);
    expect(imap.fetches().at(-1)).toMatch(/^UID FETCH \d+ \(/);
    expect(await kinds(two.id)).toEqual(['bounced']);
    imap.rebuild();
    await read();
    expect([await kinds(one.id), await kinds(two.id)]).toEqual([['bounced'], ['bounced']]);
    imap.put(one.report('5.1.1'), one.report('5.2.1'));
    await read();
    expect(await kinds(one.id)).toEqual(['bounced']);
    expect(imap.commands.some((command) => /STORE|EXPUNGE|COPY|SELECT/.test(command))).toBe(false);
  });

  it('knows a mail by the address it came back to, though nothing of it is repeated', async () => {
    const owner = await app.newUser();
    const [told, words, noted, away, busy, forged] = await Promise.all(
      Array.from({ length: 6 }, () => sent(owner)),
    );
    expect(told!.back).toMatch(/^bounces\+[a-z2-7]{42}@mail\.sender\.test$/);
    const bare = told!.report('5.1.1').replace(/--B\r\nContent-Type: message\/rfc822[^]*?--B--/, '--B--');
    expect(bare).not.toContain(told!.id);
    imap.put(
      `To: ${told!.back}\r\n${bare}`,
      inWords(words!.back.toUpperCase(), 'Sorry, 550 5.1.1 no mailbox here by that name.'),
      inWords('bounces@mail.sender.test', 'It is full: 552 5.2.2', `Delivered-To: ${noted!.back}`),
      inWords(away!.back, 'Back on Monday 5.1.1', 'Auto-Submitted: auto-replied'),
      inWords(away!.back, 'I am away. 5.1.1').replace('MAILER-DAEMON@mx.test', 'ada@reader.test'),
      inWords(busy!.back, 'Not yet: 4.4.1, trying on.'),
      inWords(
        forged!.back.replace(/.(?=@)/, (last) => (last === 'a' ? 'b' : 'a')),
        'No: 5.1.1',
      ),
    );
    await read();
    const all = [told, words, noted, away, busy, forged];
    expect(await Promise.all(all.map((one) => kinds(one!.id)))).toEqual([
      ['bounced'],
      ['bounced'],
      ['soft_bounced'],
      [],
      [],
      [],
    ]);
    expect(new Map(await suppressions(owner))).toEqual(
      new Map([told, words].map((one) => [one!.email, 'hard_bounce'])),
    );
    imap.put(told!.report('5.1.1'));
    await read();
    expect(await kinds(told!.id)).toEqual(['bounced']);
  });

  it('is read in parts where much has come', async () => {
    const owner = await app.newUser();
    const mail = await sent(owner);
    imap.put(...Array.from({ length: 120 }, () => 'Subject: news\r\n\r\nNothing'), mail.report('5.1.1'));
    await read();
    expect(await kinds(mail.id)).toEqual(['bounced']);
  });

  it('is left for the next time while it cannot be read', async () => {
    const owner = await app.newUser();
    const mail = await sent(owner);
    imap.put(mail.report('5.1.1'));
    imap.lets = false;
    await expect(app.get(BounceReader).batch()).rejects.toMatchObject({
      code: 'channels/mailbox-unreachable',
      message: expect.not.stringContaining('s3cret'),
    });
    imap.lets = true;
    await read();
    expect(await kinds(mail.id)).toEqual(['bounced']);
  });

  it('is nothing where none is set, and health says nothing of it', async () => {
    const plain = await sharedApp();
    expect(plain.get(BounceReader).isOn).toBe(false);
    expect(await plain.get(BounceReader).batch()).toBe(0);
    expect((await plain.anonymous.get('/health/ready')).text).not.toMatch(/bounce|mailbox|imap/i);
    await plain.close();
  });
});
