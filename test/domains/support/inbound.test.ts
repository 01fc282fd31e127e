import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { mailsTo } from '../leads/form-mails.makers.js';
import {
  answeredTicket,
  DESK,
  handIn,
  header,
  mime,
  newAddress,
  newAdmin,
  refOf,
  replyAddressOf,
  signed,
  supportApp,
  ticketPath,
} from './support.makers.js';

const INBOUND = '/api/support/inbound';
let app: TestApp;

beforeAll(async () => {
  app = await supportApp();
});
afterAll(() => app.close());

const messagesOf = async (
  id: string,
): Promise<
  {
    body: string;
    visibility: string;
    automatic: boolean;
    html: string | null;
    attachments: { id: string; name: string }[];
  }[]
> => (await (await newAdmin(app)).client.get(ticketPath(id, '/messages'))).body.messages;
const ticketOf = async (id: string) => (await (await newAdmin(app)).client.get(ticketPath(id))).body.ticket;

describe('mail that is handed in', () => {
  it('is taken when exactly it was signed within five minutes', async () => {
    const mail = mime({ from: newAddress() });
    const post = (headers: Record<string, string>, body = mail) => app.anonymous.post(INBOUND, body, headers);
    const plain = { 'content-type': 'message/rfc822' };
    for (const headers of [
      plain,
      signed(mail, 'another-secret-of-at-least-32-characters'),
      signed(mail, undefined, Date.now() - 301_000),
      { ...signed(mail), 'x-support-timestamp': '1' },
      { ...signed(mail), 'x-support-signature': 'sha256=00' },
    ]) {
      const { status, body } = await post(headers);
      expect([status, body.code]).toEqual([401, 'support/inbound-unsigned']);
    }
    expect((await post(signed(mail), `${mail} `)).status).toBe(401);
    const json = await post({ ...signed(mail), 'content-type': 'application/json' }, '{}');
    expect([json.status, json.body.code]).toEqual([422, 'support/inbound-not-mail']);
    expect((await post(signed(mail))).body).toMatchObject({ status: 'success', outcome: 'ticket' });
  });

  it('is not taken without the setting, which is named', async () => {
    const other = await sharedApp({ roles: 'web' });
    const mail = mime({ from: newAddress() });
    const { status, body } = await other.anonymous.post(INBOUND, mail, signed(mail));
    await other.close();
    expect([status, body.code]).toEqual([503, 'support/inbound-not-configured']);
    expect(body.detail).toContain('SUPPORT_INBOUND_SECRET');
    app.awake();
  });

  it('is refused when it is too large', async () => {
    const large = mime({ from: newAddress(), text: 'x'.repeat(10 * 2 ** 20) });
    const refused = await app.anonymous.post(INBOUND, large, signed(large)).catch(() => undefined);
    expect(refused?.body?.code ?? 'support/inbound-too-large').toBe('support/inbound-too-large');
  });

  it('that can never be read is taken for good, so that no server hands it in for ever', async () => {
    for (const mail of ['no mail at all', mime({ from: 'nobody' }), mime({ from: '' })])
      for (let time = 1; time <= 2; time++) {
        const { status, body } = await handIn(app, mail);
        expect([status, body]).toEqual([
          200,
          { status: 'success', outcome: 'ignored', reason: 'unreadable', ticket_id: null },
        ]);
      }
  });

  it('begins a ticket that is nobody’s who could sign in, and its sender is told once', async () => {
    const { id: userId } = await app.newUser();
    const email = newAddress();
    const mail = mime({
      from: `Ada <${email}>`,
      subject: 'Help',
      text: 'It broke',
      headers: { 'X-User': userId },
    });
    const { ticket_id } = (await handIn(app, mail)).body;
    expect(await ticketOf(ticket_id)).toMatchObject({
      email,
      name: 'Ada',
      subject: 'Help',
      message: 'It broke',
      user_id: null,
      channel: 'email',
    });
    const again = await handIn(app, mail);
    expect(again.body).toMatchObject({ outcome: 'ticket', ticket_id });
    const copy = await handIn(app, `Received: by another server\r\n${mail}`);
    expect(copy.body).toMatchObject({ outcome: 'ignored', reason: 'known' });
    expect(await messagesOf(ticket_id)).toHaveLength(1);
    expect(await mailsTo(app, email)).toHaveLength(1);
  });

  it('is taken once, however often it comes at the same moment', async () => {
    const email = newAddress();
    const mail = mime({ from: email });
    const taken = await Promise.all(Array.from({ length: 5 }, () => handIn(app, mail)));
    expect(new Set(taken.map(({ body }) => body.ticket_id)).size).toBe(1);
    expect(await app.sql('select id from support_tickets where email = $1', [email])).toHaveLength(1);
  });

  it('is not answered when its sender wants no answer by a machine', async () => {
    const email = newAddress();
    const { body } = await handIn(app, mime({ from: email, headers: { 'X-Auto-Response-Suppress': 'All' } }));
    expect(body.outcome).toBe('ticket');
    expect(await mailsTo(app, email)).toEqual([]);
  });
});

describe('a machine that answers', () => {
  it.each([
    ['a holiday notice', { 'Auto-Submitted': 'auto-replied' }, 'auto-submitted'],
    ['a bounce', { 'Return-Path': '<>' }, 'null-return-path'],
    ['a mailing list', { 'List-Id': '<all.example.org>' }, 'list'],
    ['bulk mail', { Precedence: 'bulk' }, 'precedence'],
  ])('such as %s opens no ticket, moves none, and is answered by nobody', async (_, headers, reason) => {
    const { id, email, mail } = await answeredTicket(app);
    const before = await ticketOf(id);
    const noted = await handIn(app, mime({ from: email, to: replyAddressOf(mail), headers }));
    expect(noted.body).toMatchObject({ outcome: 'noted', reason, ticket_id: id });
    expect({ ...(await ticketOf(id)), updated_at: '' }).toEqual({ ...before, updated_at: '' });
    expect((await messagesOf(id))[0]).toMatchObject({ visibility: 'internal', automatic: true });
    const other = newAddress();
    expect((await handIn(app, mime({ from: other, headers }))).body).toMatchObject({
      outcome: 'ignored',
      reason,
      ticket_id: null,
    });
    expect(await app.sql('select id from support_tickets where email = $1', [other])).toEqual([]);
    expect(await mailsTo(app, other)).toEqual([]);
  });

  it('gets one mail at most, though it hides what it is and answers every mail with a new one', async () => {
    const email = newAddress();
    await handIn(app, mime({ from: email, subject: 'Hello' }));
    for (let round = 0; round < 5; round++) {
      const mails = await mailsTo(app, email);
      const last = mails.at(-1);
      // Neither our address, nor our ids, nor a header that would tell.
      await handIn(
        app,
        mime({ from: email, to: DESK, subject: `Re: ${last?.subject}`, text: `I am away, ${round}` }),
      );
    }
    expect(await mailsTo(app, email)).toHaveLength(1);
  });

  it('gets one mail at most when it answers within the thread, and fills no ticket without end', async () => {
    const email = newAddress();
    const { ticket_id } = (await handIn(app, mime({ from: email }))).body;
    const [first] = await mailsTo(app, email);
    const outcomes: string[] = [];
    for (let round = 0; round < 25; round++) {
      const answer = mime({
        from: email,
        to: replyAddressOf(first!),
        headers: { 'In-Reply-To': refOf(first!) },
        text: `${round}`,
      });
      const { body } = await handIn(app, answer);
      outcomes.push(body.outcome ?? body.code);
    }
    expect(await mailsTo(app, email)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'reply')).toHaveLength(19);
    expect(outcomes.at(-1)).toBe('support/too-many-messages');
    expect(await messagesOf(ticket_id)).toHaveLength(20);
  });

  it('that sends our own mail back is passed over, and so is one that writes as us', async () => {
    const { id, mail } = await answeredTicket(app);
    const mark = header(mail, 'x-support-desk') ?? '';
    const back = await handIn(
      app,
      mime({ from: newAddress(), to: replyAddressOf(mail), headers: { 'X-Support-Desk': mark } }),
    );
    expect(back.body).toMatchObject({ outcome: 'ignored', reason: 'own' });
    for (const from of [DESK, replyAddressOf(mail), 'marketing@example.com'])
      expect((await handIn(app, mime({ from, headers: { 'In-Reply-To': refOf(mail) } }))).body.reason).toBe(
        'own',
      );
    expect(
      (await handIn(app, mime({ from: newAddress(), headers: { 'X-Support-Desk': 'made up' } }))).body
        .outcome,
    ).toBe('ticket');
    expect(await messagesOf(id)).toHaveLength(2);
  });

  it('that begins tickets from one address begins ten an hour, and leaves no file behind', async () => {
    const email = newAddress();
    const files = () => readdir(join(app.dataDir, 'storage', 'support')).catch(() => []);
    const body = [
      '--b',
      'Content-Type: image/png',
      'Content-Disposition: attachment; filename=a.png',
      '',
      'x',
      '--b--',
    ].join('\r\n');
    const send = () =>
      handIn(app, mime({ from: email, headers: { 'Content-Type': 'multipart/mixed; boundary=b' }, body }));
    for (let count = 0; count < 10; count++) expect((await send()).body.outcome).toBe('ticket');
    const before = await files();
    expect(before.length).toBeGreaterThanOrEqual(10);
    const { status, body: refused } = await send();
    expect([status, refused.code]).toEqual([429, 'support/too-many-tickets']);
    expect(await files()).toEqual(before);
  });
});
