import fc from 'fast-check';
import { reportsIn } from './mail-report.js';

interface Told {
  action?: string;
  status?: string;
  recipient?: string;
  code?: string;
}

const lines = (...all: string[]) => all.join('\r\n');
const part = (type: string, ...content: string[]) => lines('--B', `Content-Type: ${type}`, '', ...content);
const mailOf = (report: string, ...parts: string[]) =>
  Buffer.from(
    lines(
      'From: MAILER-DAEMON@mx.test',
      'To: bounces@sender.test',
      'Subject: Undelivered',
      'MIME-Version: 1.0',
      `Content-Type: multipart/report; report-type=${report}; boundary="B"`,
      '',
      part('text/plain; charset=utf-8', 'It did not work.'),
      ...parts,
      '--B--',
      '',
    ),
  );
const original = (id: string, type = 'message/rfc822') =>
  part(type, 'Received: from a', `Message-ID:`, ` <${id}>`, 'Subject: Hi', '', 'Text <other@id.test>');
const dsn = (id: string, ...told: Told[]) =>
  mailOf(
    'delivery-status',
    part(
      'message/delivery-status',
      'Reporting-MTA: dns; mx.test',
      'Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0000',
      ...told.flatMap(({ action = 'failed', status = '5.1.1', recipient = 'ada@reader.test', code }) => [
        '',
        `Final-Recipient: rfc822; ${recipient}`,
        `Action: ${action}`,
        `Status: ${status}`,
        ...(code === undefined ? [] : [`Diagnostic-Code: smtp; 550`, ` ${code}`]),
      ]),
    ),
    original(id),
  );

describe('a report of a mail server', () => {
  it('names the mail, its recipient, and why it failed', async () => {
    expect(await reportsIn(dsn('abc@sender.test', { code: 'no such user' }))).toEqual([
      {
        what: 'failed',
        messageId: 'abc@sender.test',
        recipient: 'ada@reader.test',
        status: '5.1.1',
        reason: 'smtp; 550 no such user',
        at: 'Mon, 23 Nov 2026 09:00:00 +0000',
      },
    ]);
  });

  it('says the same whatever it is about', async () => {
    const word = fc.stringMatching(/^[a-z0-9-]{1,40}$/);
    const told = fc.record({
      action: fc.constantFrom('failed', 'FAILED', 'delayed', 'delivered', 'relayed'),
      status: fc.tuple(fc.constantFrom(2, 4, 5), fc.nat(99), fc.nat(999)).map((parts) => parts.join('.')),
      recipient: word.map((name) => `${name}@reader.test`),
    });
    await fc.assert(
      fc.asyncProperty(word, fc.array(told, { maxLength: 5 }), async (id, all) => {
        const known = all.filter(({ action }) => action !== 'relayed');
        expect(await reportsIn(dsn(`${id}@sender.test`, ...all))).toMatchObject(
          known.map(({ action, status, recipient }) => {
            return { what: action.toLowerCase(), messageId: `${id}@sender.test`, status, recipient };
          }),
        );
      }),
    );
  });

  it('may repeat nothing of the mail but its headers', async () => {
    const status = part(
      'message/delivery-status',
      'Reporting-MTA: dns; x',
      '',
      'Action: failed',
      'Status: 4.2.2',
    );
    const mail = mailOf('delivery-status', status, original('a@b.test', 'text/rfc822-headers'));
    expect(await reportsIn(mail)).toMatchObject([
      { messageId: 'a@b.test', status: '4.2.2', recipient: null },
    ]);
  });

  it('is a complaint where a reader has said so', async () => {
    const feedback = (type: string) =>
      mailOf(
        'feedback-report',
        part(
          'message/feedback-report',
          `Feedback-Type: ${type}`,
          'User-Agent: Mailbox/1',
          'Version: 1',
          'Original-Rcpt-To: <ada@reader.test>',
          'Arrival-Date: Mon, 23 Nov 2026 09:00:00 +0000',
        ),
        original('abc@sender.test'),
      );
    expect(await reportsIn(feedback('abuse'))).toMatchObject([
      { what: 'complaint', messageId: 'abc@sender.test', recipient: 'ada@reader.test' },
    ]);
    expect(await reportsIn(feedback('not-spam'))).toEqual([]);
  });

  it('is none where it names no mail, or is a mail like others', async () => {
    const nameless = mailOf(
      'delivery-status',
      part('message/delivery-status', 'A: b', '', 'Action: failed', 'Status: 5.1.1'),
    );
    const answer = Buffer.from(
      'From: ada@reader.test\r\nIn-Reply-To: <abc@sender.test>\r\n\r\nAction: failed',
    );
    for (const mail of [nameless, answer, Buffer.alloc(0), dsn('a b', {})])
      expect(await reportsIn(mail)).toEqual([]);
  });

  it('is read without harm, whatever it holds', async () => {
    const whole = dsn('abc@sender.test', {}, { action: 'delayed' });
    const broken = fc
      .tuple(fc.nat(whole.length), fc.nat(200), fc.uint8Array({ maxLength: 200 }))
      .map(([at, gone, put]) => Buffer.concat([whole.subarray(0, at), put, whole.subarray(at + gone)]));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(broken, fc.uint8Array({ maxLength: 2_000 }).map(Buffer.from)),
        async (bytes) => {
          for (const { what, messageId, status } of await reportsIn(bytes)) {
            expect(['failed', 'delayed', 'delivered', 'complaint']).toContain(what);
            expect(messageId).toMatch(/^[^<>\s]{1,300}$/);
            if (status !== null) expect(status).toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
          }
        },
      ),
    );
    const deep = '--B\r\nContent-Type: multipart/mixed; boundary="B"\r\n\r\n'.repeat(5_000);
    expect(
      await reportsIn(Buffer.from(`Content-Type: multipart/report; boundary="B"\r\n\r\n${deep}`)),
    ).toEqual([]);
    const many = dsn('abc@sender.test', ...Array.from({ length: 5_000 }, () => ({})));
    expect((await reportsIn(many)).length).toBeLessThanOrEqual(100);
  });
});

describe('a mail that came back to an address of its own', () => {
  const namedBy = (addresses: readonly string[]) =>
    addresses.includes('b+1@sender.test') ? 'mail-1' : undefined;
  const words = (text: string, ...head: string[]) =>
    Buffer.from(lines('From: Postmaster <postmaster@mx.test>', 'To: b+1@sender.test', ...head, '', text, ''));

  it.each([
    ['550 5.1.1 no such mailbox', '5.1.1'],
    ['Relayed by 10.5.1.1.\n<ada@reader.test>: 552 5.2.2 full', '5.2.2'],
    ['We are sorry.', null],
  ])('is known though it repeats nothing: %j', async (text, status) => {
    expect(await reportsIn(words(text), namedBy)).toMatchObject([
      { what: 'failed', messageId: 'mail-1', recipient: null, status },
    ]);
    expect(await reportsIn(words(text))).toEqual([]);
  });

  it('is what the address says, whatever it repeats', async () => {
    const told = Buffer.from(
      dsn('other@sender.test', {}).toString().replace('bounces@sender.test', 'b+1@sender.test'),
    );
    expect(await reportsIn(told, namedBy)).toMatchObject([{ messageId: 'mail-1', status: '5.1.1' }]);
  });

  it('is no failure while a server still tries, or where a person or their machine answers', async () => {
    for (const mail of [
      words('451 4.7.1 trying on'),
      words('550 5.1.1 gone fishing', 'Auto-Submitted: auto-replied (vacation)'),
      Buffer.from(words('550 5.1.1').toString().replace('postmaster@mx.test', 'ada@reader.test')),
    ])
      expect(await reportsIn(mail, namedBy)).toEqual([]);
  });
});
