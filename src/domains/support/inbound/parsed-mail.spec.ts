import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { writtenByMachine, wantsNoAutomaticAnswer } from './automatic-mail.js';
import { type InboundMail, parseMail } from './parsed-mail.js';
import { entryOf, ownMailsAmong } from './thread.js';

const raw = (headers: Record<string, string>, body = 'Hello'): Buffer =>
  Buffer.from(
    [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n'),
  );
const FROM = { From: 'Ada <ada@example.org>' };
const read = async (headers: Record<string, string>, body?: string): Promise<InboundMail> =>
  (await parseMail(raw({ ...FROM, ...headers }, body))) as InboundMail;

describe('a mail that comes in', () => {
  it('is read with its sender, its recipients and the mails it answers', async () => {
    const mail = await read({
      To: 'Desk <support+abc@desk.test>, other@x.test',
      'Delivered-To': 'Support+ABC@desk.test',
      Subject: '=?utf-8?q?Gr=C3=BC=C3=9Fe?=',
      'Message-ID': '<a@x.test>',
      'In-Reply-To': '<last@desk.test>',
      References: '<first@desk.test> <last@desk.test>',
    });
    expect(mail).toMatchObject({
      from: { name: 'Ada', address: 'ada@example.org' },
      recipients: ['support+abc@desk.test', 'other@x.test'],
      subject: 'Grüße',
      text: 'Hello',
      ref: 'a@x.test',
      answers: ['last@desk.test', 'first@desk.test'],
    });
  });

  it('begins no other header of ours with its subject or name, however they are encoded', async () => {
    const encoded = (text: string): string => `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`;
    const mail = await read({
      From: `${encoded('Ada\r\nBcc: x@y.test')} <ada@example.org>`,
      Subject: encoded('Hi\r\nBcc: victim@x.test\u2028X: y'),
    });
    expect(mail.subject).toBe('Hi Bcc: victim@x.test X: y');
    expect(mail.from.name).toBe('Ada Bcc: x@y.test');
  });

  it('shows nothing that runs, sends or looks who reads it', async () => {
    const html = `<p onclick="x()">Hi <img src="https://spy.test/p.gif"><script>alert(1)</script><a href="javascript:x()">go</a>
      <form action="https://x.test"><input></form><iframe src="https://x.test"></iframe></p>`;
    const mail = await read({ 'Content-Type': 'text/html; charset=utf-8' }, html);
    expect(mail.html).toContain('Hi');
    expect(mail.html).not.toMatch(/script|onclick|img|iframe|form|input|javascript/i);
    expect(mail.text).toContain('Hi');
  });

  it.each([
    ['without a sender', Buffer.from('To: support@desk.test\r\n\r\nHi')],
    ['whose sender is no address', raw({ From: 'Ada <not an address>' })],
    ['that is empty', Buffer.alloc(0)],
    ['that is nested without end', Buffer.from(nested(60))],
  ])('is none %s', async (_, bytes) => {
    expect(await parseMail(bytes)).toBeUndefined();
  });

  it('keeps files within bounds, and says how many it left out', async () => {
    const parts = Array.from({ length: 12 }, (_, index) =>
      [
        '--b',
        `Content-Type: image/png; name="../../f${index}.png"`,
        'Content-Disposition: attachment',
        '',
        'x',
      ].join('\r\n'),
    );
    const mail = await read(
      { 'Content-Type': 'multipart/mixed; boundary=b' },
      `${parts.join('\r\n')}\r\n--b--`,
    );
    expect(mail.files).toHaveLength(10);
    expect(mail.filesLeftOut).toBe(2);
    expect(mail.files[0]?.name).not.toMatch(/[\\/]/);
  });

  it('is read or refused, whatever the bytes are, and what is read can be stored', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        'From: ada@example.org',
        'Subject: =?utf-8?b?AAA=?=',
        'References: <a@b> <',
        'Content-Type: multipart/mixed; boundary=b',
        '--b',
        '--b--',
        'Content-Transfer-Encoding: base64',
        'Content-Type: text/html',
        '',
      ),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 20 }),
        fc.uint8Array({ maxLength: 50 }),
        async (lines, bytes) => {
          const mail = await parseMail(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`), bytes]));
          for (const text of mail ? [mail.subject, mail.text, mail.html ?? '', mail.from.name] : []) {
            expect(text).not.toContain('\0');
            expect(text.isWellFormed()).toBe(true);
          }
          expect(/[\p{Cc}]/u.test(`${mail?.subject ?? ''}${mail?.from.name ?? ''}`)).toBe(false);
        },
      ),
    );
  });
});

function nested(depth: number): string {
  const opened = Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  );
  return `From: ada@example.org\r\n${opened.join('')}\r\nHi`;
}

describe('a mail that a machine wrote', () => {
  it.each([
    ['auto-submitted', { 'Auto-Submitted': 'auto-replied (vacation)' }],
    ['auto-submitted', { 'Auto-Submitted': 'auto-generated' }],
    ['precedence', { Precedence: 'Bulk' }],
    ['precedence', { Precedence: 'auto_reply' }],
    ['list', { 'List-Id': '<all.example.org>' }],
    ['null-return-path', { 'Return-Path': ' < > ' }],
    ['report', { 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b' }],
    ['autoreply', { 'X-Autoreply': 'yes' }],
    ['machine-address', { From: 'MAILER-DAEMON@example.org' }],
    ['machine-address', { From: 'no-reply@example.org' }],
  ])('is known by %s', async (reason, headers) => {
    expect(writtenByMachine(await read(headers as unknown as Record<string, string>))).toBe(reason);
  });

  it('is none that says it was written by hand, whatever its subject and names', async () => {
    const mail = await read({
      'Auto-Submitted': 'no',
      Subject: 'Automatic reply: out of office',
      'Return-Path': '<ada@example.org>',
    });
    expect(writtenByMachine(mail)).toBeUndefined();
    expect(wantsNoAutomaticAnswer(mail)).toBe(false);
    expect(wantsNoAutomaticAnswer(await read({ 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' }))).toBe(
      true,
    );
  });
});

describe('the thread of a mail', () => {
  it('is found by our ids among whatever it answers, in whatever case and at whatever domain', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid(), { maxLength: 5 }), fc.array(fc.emailAddress()), (ids, others) => {
        const answers = [...others, ...ids.map((id) => `${id.toUpperCase()}@gateway.test`)];
        expect(ownMailsAmong(answers)).toEqual([...new Set(ids)]);
      }),
    );
  });

  it('takes an answer of the customer alone', () => {
    const ticket = { email: 'Ada@Example.org', resolvedAt: null };
    const [ada, eve] = [
      { from: 'ada@example.org', isMachine: false },
      { from: 'eve@example.org', isMachine: false },
    ];
    const now = Date.now();
    expect(entryOf(ticket, ada, now)).toBe('reply');
    expect(entryOf(ticket, eve, now)).toBe('stranger');
    expect(entryOf(ticket, { ...eve, isMachine: true }, now)).toBe('noted');
    expect(entryOf({ ...ticket, resolvedAt: now - 86_400_000 }, ada, now)).toBe('reply');
    expect(entryOf({ ...ticket, resolvedAt: now - 31 * 86_400_000 }, ada, now)).toBe('too-late');
  });

  it('does not care for ids that are none of ours', () => {
    expect(ownMailsAmong([`${randomUUID()}x@a.test`, 'hello@a.test'])).toEqual([]);
  });
});
