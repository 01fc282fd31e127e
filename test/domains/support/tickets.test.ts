import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { newAddress, newAdmin, newTicket, supportApp, ticketPath } from './support.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await supportApp();
});
afterAll(() => app.close());

describe('a ticket', () => {
  it('is seen by its owner without what the desk keeps to itself, and by nobody else but administrators', async () => {
    const [{ client: owner }, { client: stranger }, { client: admin }] = [
      await app.newUser(),
      await app.newUser(),
      await newAdmin(app),
    ];
    const id = await newTicket(owner);
    await admin.patch(ticketPath(id), { admin_notes: 'Pays late', labels: ['billing'] });
    const own = (await owner.get(ticketPath(id))).body;
    expect(own).toMatchObject({
      status: 'success',
      ticket: { id, admin_notes: null, labels: null, sla: null, flag: null },
    });
    expect(JSON.stringify((await owner.get('/api/support/my-tickets')).body)).not.toMatch(
      /Pays late|billing/,
    );
    expect((await admin.get(ticketPath(id))).body.ticket).toMatchObject({
      admin_notes: 'Pays late',
      labels: ['billing'],
    });
    for (const path of [ticketPath(id), ticketPath(randomUUID()), ticketPath('x')]) {
      const { status, body } = await stranger.get(path);
      expect([status, body.detail]).toEqual([404, 'Ticket not found']);
    }
    expect((await stranger.get('/api/support/my-tickets')).body.tickets).toEqual([]);
    expect((await app.anonymous.get(ticketPath(id))).status).toBe(401);
  });

  it('of a guest is nobody’s: whoever signs in with that address does not see it', async () => {
    const email = newAddress();
    const id = await newTicket(app.anonymous, { email });
    const { client } = await app.newUser({ email });
    expect((await client.get(ticketPath(id))).status).toBe(404);
  });

  it('is worked on by administrators alone, also by those that a row makes one', async () => {
    const { id: userId, client } = await app.newUser({ claims: { user_metadata: { role: 'admin' } } });
    const id = await newTicket(client);
    const refused = [
      await client.get('/api/support/tickets'),
      await client.patch(ticketPath(id), { status: 'closed' }),
      await client.get(ticketPath(id, '/events')),
    ];
    for (const { status, body } of refused)
      expect([status, body.detail]).toEqual([403, 'Admin access required']);
    await app.sql(`insert into user_roles (user_id, role) values ($1, 'admin')`, [userId]);
    expect((await client.patch(ticketPath(id), { status: 'closed' })).status).toBe(200);
  });
});

describe('a change of a ticket', () => {
  it('sets when it was resolved, and clears it when it is opened again', async () => {
    const { client: admin } = await newAdmin(app);
    const id = await newTicket(app.anonymous);
    const { status, body } = await admin.patch(ticketPath(id), {
      status: 'resolved',
      priority: 'high',
      admin_notes: '',
    });
    expect([status, body]).toMatchObject([
      200,
      {
        status: 'success',
        message: 'Support ticket updated successfully',
        ticket: { status: 'resolved', priority: 'high' },
      },
    ]);
    expect(Date.parse(body.ticket.resolved_at)).toBeGreaterThan(Date.now() - 60_000);
    const closed = (await admin.patch(ticketPath(id), { status: 'closed' })).body.ticket;
    expect(closed.resolved_at).toBe(body.ticket.resolved_at);
    expect((await admin.patch(ticketPath(id), { status: 'open' })).body.ticket.resolved_at).toBeNull();
    const { events } = (await admin.get(ticketPath(id, '/events'))).body;
    const kinds = events.map(({ kind }: { kind: string }) => kind);
    expect(kinds.at(-1)).toBe('created');
    expect(kinds.toSorted()).toEqual(['created', 'priority_changed', ...Array(3).fill('status_changed')]);
  });

  it('is refused when there is none, or none there may be', async () => {
    const { client: admin } = await newAdmin(app);
    const id = await newTicket(app.anonymous);
    const none = await admin.patch(ticketPath(id), {});
    expect([none.status, none.body.detail]).toEqual([400, 'No update data provided']);
    for (const change of [
      { status: 'done' },
      { priority: 'asap' },
      { status: null },
      { labels: ['<b>'] },
      { user_id: randomUUID() },
    ])
      expect([change, (await admin.patch(ticketPath(id), change)).status]).toEqual([change, 400]);
    expect((await admin.patch(ticketPath(randomUUID()), { status: 'open' })).body.detail).toBe(
      'Ticket not found',
    );
    const other = await admin.patch(ticketPath(id), { assignee_id: (await app.newUser()).id });
    expect([other.status, other.body.code]).toEqual([422, 'support/assignee-unfit']);
  });

  it('assigns it to whoever does it or has the role, and takes that back', async () => {
    const { id: adminId, client: admin } = await newAdmin(app);
    const { id: colleague } = await app.newUser();
    await app.sql(`insert into user_roles (user_id, role) values ($1, 'admin')`, [colleague]);
    const id = await newTicket(app.anonymous);
    for (const assignee_id of [adminId, colleague, null])
      expect((await admin.patch(ticketPath(id), { assignee_id })).body.ticket.assignee_id).toBe(assignee_id);
  });
});

describe('the list of tickets', () => {
  it('is filtered, newest first, and goes on where a page ended', async () => {
    const { id: adminId, client: admin } = await newAdmin(app);
    const email = newAddress();
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.push(await newTicket(app.anonymous, { email }));
    await admin.patch(ticketPath(ids[0]!), { status: 'resolved', labels: ['a b'], assignee_id: adminId });
    await admin.patch(ticketPath(ids[1]!), { priority: 'urgent', waiting: true });
    const list = async (query: string): Promise<string[]> => {
      const { body } = await admin.get(`/api/support/tickets?email=${encodeURIComponent(email)}&${query}`);
      return body.tickets.map(({ id }: { id: string }) => id);
    };
    expect(await list('')).toEqual(ids.toReversed());
    expect(await list('status=resolved')).toEqual([ids[0]]);
    expect(await list('priority=urgent')).toEqual([ids[1]]);
    expect(await list('label=a%20b')).toEqual([ids[0]]);
    expect(await list(`assignee=${adminId}`)).toEqual([ids[0]]);
    expect(await list('assignee=none')).toEqual([ids[2], ids[1]]);
    expect(await list('waiting=true')).toEqual([ids[1]]);
    expect(await list('breached=true')).toEqual([]);
    const page = (await admin.get(`/api/support/tickets?email=${email}&limit=2`)).body;
    expect(page.status).toBe('success');
    expect(await list(`limit=2&cursor=${page.next_cursor}`)).toEqual([ids[0]]);
    expect((await admin.get('/api/support/tickets?status=lost')).status).toBe(400);
  });
});

describe('the table behind it', () => {
  it('shows a token its own tickets and public messages, and lets it write none', async () => {
    const { id, client } = await app.newUser();
    const { client: admin } = await newAdmin(app);
    const ticket = await newTicket(client);
    await newTicket(app.anonymous);
    await admin.post(ticketPath(ticket, '/messages'), { body: 'Between us', visibility: 'internal' });
    await admin.patch(ticketPath(ticket), { admin_notes: 'Between us' });
    const rows = async (table: string): Promise<string> => {
      const [row] = await app.sql<{ found: string }>(
        `select app_test.found from (select coalesce(json_agg(t), '[]')::text as found from ${table} t) app_test`,
      );
      return row?.found ?? '';
    };
    expect(await rows('support_notes')).toContain('Between us');
    const seen = await asToken(id, ['support_tickets', 'support_messages']);
    expect(seen).toContain(ticket);
    expect(seen).not.toContain('Between us');
    await expect(asToken(id, ['support_notes'])).rejects.toThrow(/permission denied/);
    await expect(asToken(id, ['support_events'])).rejects.toThrow(/permission denied/);
  });

  /** What a token reads past the application. */
  async function asToken(userId: string, tables: string[]): Promise<string> {
    const claims = JSON.stringify({ sub: userId, role: 'authenticated' });
    const reads = tables.map((table) => `(select coalesce(json_agg(t), '[]')::text from ${table} t)`);
    await app.sql(`create or replace function app.seen_by_token() returns text language plpgsql as $f$
      declare seen text;
      begin
        perform set_config('request.jwt.claims', '${claims}', true);
        perform set_config('request.jwt.claim.sub', '${userId}', true);
        set local role authenticated;
        select ${reads.join(' || ')} into seen;
        reset role;
        return seen;
      end $f$`);
    const [row] = await app.sql<{ seen: string }>('select app.seen_by_token() as seen');
    return row?.seen ?? '';
  }
});
