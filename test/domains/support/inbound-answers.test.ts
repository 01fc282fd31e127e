import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestApp } from '../../support/app.js';
import {
  answeredTicket,
  handIn,
  mime,
  newAddress,
  newAdmin,
  refOf,
  replyAddressOf,
  supportApp,
  ticketPath,
} from './support.makers.js';

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

describe('an answer by mail', () => {
  it('finds its ticket by the signed address, by our mail or by their own, never by its subject', async () => {
    const { id, email, mail } = await answeredTicket(app);
    const signedAddress = replyAddressOf(mail);
    const ways = [
      { to: signedAddress.toUpperCase(), subject: 'Another subject' },
      { headers: { 'In-Reply-To': refOf(mail) } },
      { headers: { References: `<x@y.test> ${refOf(mail)}` } },
      { headers: { 'Delivered-To': signedAddress } },
    ];
    for (const way of ways)
      expect((await handIn(app, mime({ from: `Ada <${email.toUpperCase()}>`, ...way }))).body).toEqual({
        status: 'success',
        outcome: 'reply',
        reason: null,
        ticket_id: id,
      });
    const own = (
      await app.sql<{ mail_ref: string }>(
        'select mail_ref from support_messages where ticket_id = $1 and mail_ref is not null limit 1',
        [id],
      )
    )[0];
    expect(
      (await handIn(app, mime({ from: email, headers: { 'In-Reply-To': `<${own?.mail_ref}>` } }))).body
        .ticket_id,
    ).toBe(id);
    const bySubject = await handIn(app, mime({ from: email, subject: mail.subject ?? '' }));
    expect(bySubject.body.outcome).toBe('ticket');
    expect(bySubject.body.ticket_id).not.toBe(id);
  });

  it('opens the ticket again and is shown without anything that runs', async () => {
    const { id, email, mail, admin } = await answeredTicket(app);
    await admin.patch(ticketPath(id), { status: 'resolved' });
    const html = '<p onclick="x()">No<script>alert(1)</script><img src="https://spy.test/x.gif"></p>';
    const answer = mime({
      from: email,
      to: replyAddressOf(mail),
      headers: { 'Content-Type': 'text/html' },
      body: html,
    });
    expect((await handIn(app, answer)).body.outcome).toBe('reply');
    expect(await ticketOf(id)).toMatchObject({ status: 'open', resolved_at: null, waiting_since: null });
    const [message] = await messagesOf(id);
    expect(message).toMatchObject({ html: '<p>No</p>', visibility: 'public' });
  });

  it('of somebody else begins a flagged ticket of theirs, and the thread is left alone', async () => {
    const { id, mail } = await answeredTicket(app);
    const before = await messagesOf(id);
    const eve = newAddress();
    const { body } = await handIn(
      app,
      mime({ from: eve, to: replyAddressOf(mail), headers: { 'In-Reply-To': refOf(mail) } }),
    );
    expect(body).toMatchObject({ outcome: 'ticket', reason: 'stranger' });
    expect(await ticketOf(body.ticket_id)).toMatchObject({
      email: eve,
      flag: 'stranger',
      related_ticket_id: id,
      user_id: null,
    });
    const { client: admin } = await newAdmin(app);
    const flagged = (await admin.get(`/api/support/tickets?flagged=true&email=${eve}`)).body.tickets;
    expect(flagged.map((ticket: { id: string }) => ticket.id)).toEqual([body.ticket_id]);
    expect(await messagesOf(id)).toEqual(before);
  });

  it('to an address that was not signed here begins a ticket', async () => {
    const { id, email, mail } = await answeredTicket(app);
    const [local = '', domain] = replyAddressOf(mail).split('@');
    const forged = `${local.slice(0, -2)}${local.endsWith('aa') ? 'bb' : 'aa'}@${domain}`;
    const { body } = await handIn(app, mime({ from: email, to: forged }));
    expect([body.outcome, body.ticket_id === id]).toEqual(['ticket', false]);
  });

  it('to a ticket that has long been closed begins another one', async () => {
    const { id, email, mail, admin } = await answeredTicket(app);
    await admin.patch(ticketPath(id), { status: 'closed' });
    await app.sql(`update support_tickets set resolved_at = now() - interval '31 days' where id = $1`, [id]);
    const { body } = await handIn(app, mime({ from: email, to: replyAddressOf(mail) }));
    expect(body).toMatchObject({ outcome: 'ticket', reason: 'closed_long_ago' });
    expect(await ticketOf(body.ticket_id)).toMatchObject({ related_ticket_id: id });
  });

  it('brings its files, which the desk and the owner download and nobody else', async () => {
    const { id: userId, client: owner } = await app.newUser();
    const { id, email, mail, admin } = await answeredTicket(app);
    await app.sql('update support_tickets set user_id = $1 where id = $2', [userId, id]);
    const body = [
      '--b',
      'Content-Type: text/plain',
      '',
      'See file',
      '--b',
      'Content-Type: text/html; name="../a.html"',
      'Content-Disposition: attachment; filename="../a.html"',
      '',
      '<script>alert(1)</script>',
      '--b--',
    ].join('\r\n');
    await handIn(
      app,
      mime({
        from: email,
        to: replyAddressOf(mail),
        headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
        body,
      }),
    );
    const [message] = await messagesOf(id);
    const file = message?.attachments[0];
    expect(file).toMatchObject({ name: '.._a.html', media_type: 'text/html' });
    const path = ticketPath(id, `/attachments/${file?.id}`);
    for (const client of [admin, owner]) {
      const { status, text, headers } = await client.get(path);
      expect([status, text.trim()]).toEqual([200, '<script>alert(1)</script>']);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment;/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await (await app.newUser()).client.get(path)).status).toBe(404);
    expect((await owner.delete(ticketPath(id))).status).toBe(403);
    expect((await admin.delete(ticketPath(id))).body).toMatchObject({
      status: 'success',
      message: 'Support ticket deleted',
    });
    await app.drainJobs();
    expect(await readdir(join(app.dataDir, 'storage', 'support'))).not.toContain(`${file?.id}.bin`);
    expect((await admin.get(path)).status).toBe(404);
    expect((await admin.delete(ticketPath(id))).body.detail).toBe('Ticket not found');
    expect(await app.sql('select id from support_messages where ticket_id = $1', [id])).toEqual([]);
  });
});
