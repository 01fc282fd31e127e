import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import {
  answered,
  answeredTicket,
  linkIn,
  newAdmin,
  newTicket,
  supportApp,
  ticketPath,
} from './support.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await supportApp();
});
afterAll(() => app.close());

const bodies = (messages: { body: string }[]): string[] => messages.map(({ body }) => body);

describe('messages on a ticket', () => {
  it('are a conversation of owner and desk, of which the owner reads what is public', async () => {
    const { client: owner } = await app.newUser();
    const { client: admin } = await newAdmin(app);
    const id = await newTicket(owner, { message: 'Help' });
    expect(
      (await admin.post(ticketPath(id, '/messages'), { body: 'Odd', visibility: 'internal' })).status,
    ).toBe(201);
    await answered(admin, id, 'Which file?');
    const own = await owner.post(ticketPath(id, '/messages'), { body: 'This <b>one</b>' });
    expect(own.body).toMatchObject({
      status: 'success',
      entry: { author: 'customer', visibility: 'public', body: 'This <b>one</b>', mail: null },
    });
    const seen = (await owner.get(ticketPath(id, '/messages'))).body;
    expect(bodies(seen.messages)).toEqual(['This <b>one</b>', 'Which file?', 'Help']);
    expect(seen.messages.every(({ mail }: { mail: unknown }) => mail === null)).toBe(true);
    const whole = (await admin.get(ticketPath(id, '/messages'))).body.messages;
    expect(bodies(whole)).toEqual(['This <b>one</b>', 'Which file?', 'Odd', 'Help']);
    const page = (await owner.get(ticketPath(id, '/messages?limit=2'))).body;
    const rest = (await owner.get(ticketPath(id, `/messages?limit=2&cursor=${page.next_cursor}`))).body;
    expect(bodies(rest.messages)).toEqual(['Help']);
  });

  it('are nobody else’s, and internal ones nobody’s but the desk’s to write', async () => {
    const [{ client: owner }, { client: stranger }] = [await app.newUser(), await app.newUser()];
    const id = await newTicket(owner);
    const refused = await owner.post(ticketPath(id, '/messages'), { body: 'x', visibility: 'internal' });
    expect([refused.status, refused.body.code]).toEqual([403, 'support/desk-only']);
    expect((await stranger.get(ticketPath(id, '/messages'))).status).toBe(404);
    expect((await stranger.post(ticketPath(id, '/messages'), { body: 'x' })).status).toBe(404);
    expect((await owner.post(ticketPath(id, '/messages'), { body: ' ' })).status).toBe(400);
    expect((await owner.post(ticketPath(id, '/messages'), { body: 'x'.repeat(20_001) })).status).toBe(400);
    expect((await app.anonymous.post(ticketPath(id, '/messages'), { body: 'x' })).status).toBe(401);
    expect((await owner.get(ticketPath(id, `/attachments/${randomUUID()}`))).body.code).toBe(
      'support/attachment-not-found',
    );
  });

  it('move the ticket: the desk waits after its answer, and the customer opens it again', async () => {
    const { client: owner } = await app.newUser();
    const { client: admin } = await newAdmin(app);
    const id = await newTicket(owner);
    const read = async () => (await admin.get(ticketPath(id))).body.ticket;
    await answered(admin, id);
    expect(await read()).toMatchObject({
      status: 'in_progress',
      waiting_since: expect.any(String),
      sla: { first_responded_at: expect.any(String), resolution_due_at: null },
    });
    await admin.post(ticketPath(id, '/messages'), { body: 'We look into it', waiting: false });
    expect(await read()).toMatchObject({ waiting_since: null, sla: { resolution_left_seconds: null } });
    await admin.patch(ticketPath(id), { status: 'resolved' });
    await owner.post(ticketPath(id, '/messages'), { body: 'No' });
    expect(await read()).toMatchObject({ status: 'open', resolved_at: null, waiting_since: null });
  });

  it('of one customer are no more than thirty in an hour', async () => {
    const { client: owner } = await app.newUser();
    const id = await newTicket(owner);
    for (let count = 0; count < 29; count++)
      await owner.post(ticketPath(id, '/messages'), { body: `${count}` });
    const { status, body } = await owner.post(ticketPath(id, '/messages'), { body: 'more' });
    expect([status, body.code]).toEqual([429, 'support/too-many-messages']);
  });
});

describe('a guest', () => {
  it('reads the ticket behind the link of a mail and answers on it, by API and by page', async () => {
    const { mail, id, admin } = await answeredTicket(app);
    await admin.post(ticketPath(id, '/messages'), { body: 'Between us', visibility: 'internal' });
    const link = linkIn(mail);
    const token = link.split('/').pop() ?? '';
    const seen = (await app.anonymous.get(`/api/support/guest/${token}`)).body;
    expect(seen).toMatchObject({ status: 'success', ticket: { id, admin_notes: null, sla: null } });
    expect(JSON.stringify(seen)).not.toContain('Between us');
    const said = await app.anonymous.post(`/api/support/guest/${token}/messages`, {
      body: '<img src=x onerror=alert(1)>',
    });
    expect(said.status).toBe(201);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await app.anonymous.send('POST', link, 'body=It+works', form);
    const page = await app.anonymous.get(link);
    for (const { status, text, headers } of [posted, page]) {
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(text).toContain('It works');
      expect(text).toContain('&lt;img src=x');
      expect(text).not.toMatch(/<img|Between us|Ada Lovelace/);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect((await app.anonymous.send('POST', link, 'body=', form)).status).toBe(400);
    expect((await admin.get(ticketPath(id))).body.ticket.waiting_since).toBeNull();
  });

  it('finds nothing behind a link that was not signed here', async () => {
    const { mail } = await answeredTicket(app);
    const token = linkIn(mail).split('/').pop() ?? '';
    for (const other of [`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, 'x', randomUUID()]) {
      expect((await app.anonymous.get(`/api/support/guest/${other}`)).body.code).toBe('support/link-unknown');
      expect((await app.anonymous.post(`/api/support/guest/${other}/messages`, { body: 'x' })).status).toBe(
        404,
      );
      expect((await app.anonymous.get(`/support/t/${other}`)).status).toBe(404);
    }
  });
});

describe('words of the desk', () => {
  it('are given to who wrote them, without whose ticket it is, and internal ones never to who asked', async () => {
    const [asker, writer] = [await app.newUser(), await newAdmin(app)];
    const id = await newTicket(asker.client);
    const say = (body: string, visibility: string) =>
      writer.client.post(ticketPath(id, '/messages'), { body, visibility });
    await say('Between us', 'internal');
    await say('In the open', 'public');
    await writer.client.patch(ticketPath(id), { admin_notes: 'Pays late' });
    const [asked, written] = [
      (await asker.client.get('/api/user/data-export')).text,
      (await writer.client.get('/api/user/data-export')).text,
    ];
    expect(asked).toContain('In the open');
    expect(asked).not.toMatch(/Between us|Pays late|desk@example\.com/);
    for (const text of ['In the open', 'Between us', 'Pays late']) expect(written).toContain(text);
    expect(written).not.toContain(asker.id);
    const other = (await (await newAdmin(app)).client.get('/api/user/data-export')).text;
    expect(other).not.toMatch(/Between us|Pays late/);
  });
});
