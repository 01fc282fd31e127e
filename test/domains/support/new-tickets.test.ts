import { randomUUID } from 'node:crypto';
import { spyOn } from 'jest-mock';
import { TicketRepository } from '#domains/support/tickets/ticket.repository';
import type { TestApp } from '../../support/app.js';
import { asked, newAddress, newAdmin, newTicket, supportApp, ticketPath } from './support.makers.js';

const TICKET = '/api/support/ticket';
let app: TestApp;

beforeAll(async () => {
  app = await supportApp();
});
afterAll(() => app.close());

describe('a new ticket', () => {
  it('is taken from anybody, open and of normal priority, and nobody’s whatever the body says', async () => {
    const { id: someone } = await app.newUser();
    const { status, body } = await app.anonymous.post(TICKET, asked({ user_id: someone }));
    expect([status, body]).toEqual([
      200,
      { status: 'success', message: 'Support ticket created successfully', ticket_id: expect.any(String) },
    ]);
    const { client: admin } = await newAdmin(app);
    const { ticket } = (await admin.get(ticketPath(body.ticket_id))).body;
    expect(ticket).toMatchObject({
      status: 'open',
      priority: 'normal',
      user_id: null,
      resolved_at: null,
      channel: 'web',
    });
  });

  it('belongs to whoever is signed in, and a bad token is refused', async () => {
    const { id, client } = await app.newUser();
    const ticket = await newTicket(client, { user_id: null });
    const { body } = await client.get('/api/support/my-tickets');
    expect(body).toMatchObject({
      status: 'success',
      next_cursor: null,
      tickets: [{ id: ticket, user_id: id }],
    });
    expect((await app.anonymous.post(TICKET, asked(), { authorization: 'Bearer a.b.c' })).status).toBe(401);
  });

  it.each([
    ['no address', { email: 'not an address' }],
    ['an address with another header', { email: 'a@b.test\r\nBcc: victim@x.test' }],
    ['a name of two lines', { name: 'Ada\nBcc: x@y.test' }],
    ['a subject of two lines', { subject: 'Hi\r\nBcc: x@y.test' }],
    ['a subject that is too long', { subject: 'x'.repeat(201) }],
    ['a message that is too long', { message: 'x'.repeat(10_001) }],
    ['no message', { message: '  ' }],
    ['a field there is not', { status: 'closed' }],
  ])('is refused with %s', async (_, more) => {
    expect((await app.anonymous.post(TICKET, asked(more))).status).toBe(400);
  });

  it('is made once under one Idempotency-Key', async () => {
    const [body, key] = [asked(), { 'idempotency-key': randomUUID() }];
    const first = await app.anonymous.post(TICKET, body, key);
    const again = await app.anonymous.post(TICKET, body, key);
    expect(again.body.ticket_id).toBe(first.body.ticket_id);
    expect(await app.sql('select id from support_tickets where email = $1', [body['email']])).toHaveLength(1);
  });

  it('of a robot is answered alike and kept nowhere', async () => {
    const body = asked({ _hp: 'buy' });
    const { status, body: answer } = await app.anonymous.post(TICKET, body);
    expect([status, answer.message]).toEqual([200, 'Support ticket created successfully']);
    expect(await app.sql('select id from support_tickets where email = $1', [body['email']])).toEqual([]);
    expect((await app.anonymous.post(TICKET, asked({ _hp: '' }))).status).toBe(200);
  });

  it('is not taken any more from an address that has asked ten times within the hour', async () => {
    const email = newAddress();
    for (let count = 0; count < 10; count++) await newTicket(app.anonymous, { email });
    const { status, body, headers } = await app.anonymous.post(TICKET, asked({ email: email.toUpperCase() }));
    expect([status, body.code, headers.get('retry-after')]).toEqual([
      429,
      'support/too-many-tickets',
      '3600',
    ]);
    await app.sql(
      `update support_tickets set created_at = created_at - interval '61 minutes' where email = $1`,
      [email],
    );
    await newTicket(app.anonymous, { email });
  });

  it('that cannot be kept is told so, in the words of the contract', async () => {
    const adding = spyOn(app.get(TicketRepository), 'add').mockRejectedValueOnce(new Error('no room'));
    const { status, body } = await app.anonymous.post(TICKET, asked());
    adding.mockRestore();
    expect([status, body.detail]).toEqual([503, 'Failed to create support ticket. Please try again.']);
    expect(body.code).toBe('support/ticket-not-kept');
  });
});
