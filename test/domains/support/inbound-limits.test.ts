import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import type { Answer } from '../../support/client.js';
import { mailsTo } from '../leads/form-mails.makers.js';
import {
  answeredTicket,
  asked,
  handIn,
  mime,
  newAddress,
  newTicket,
  replyAddressOf,
  supportApp,
  ticketPath,
} from './support.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await supportApp();
});
afterAll(() => app.close());

const BOUNCE = { 'Return-Path': '<>' };

/** Hands in so many mails, each another one; answers what became of the last. */
async function flood(count: number, mail: () => string): Promise<Answer> {
  let last = await handIn(app, mail());
  for (let sent = 1; sent < count; sent++) last = await handIn(app, mail());
  return last;
}

describe('what comes in too often', () => {
  it('by the form in somebody’s name keeps none of their mails out, and their mails no form', async () => {
    const email = newAddress();
    for (let count = 0; count < 10; count++) await newTicket(app.anonymous, { email });
    const mailed = await flood(10, () => mime({ from: email }));
    expect(mailed.body).toMatchObject({ outcome: 'ticket' });
    const other = newAddress();
    await flood(10, () => mime({ from: other }));
    expect((await app.anonymous.post('/api/support/ticket', asked({ email: other }))).status).toBe(200);
  });

  it('by mail is refused until the hour is over, and taken when it is handed in again', async () => {
    const email = newAddress();
    await flood(10, () => mime({ from: email }));
    const late = mime({ from: email, text: 'The eleventh' });
    for (let time = 1; time <= 2; time++) {
      const { status, body, headers } = await handIn(app, late);
      expect([status, body.code, headers.get('retry-after')]).toEqual([
        429,
        'support/too-many-tickets',
        '3600',
      ]);
    }
    await app.sql(
      `update support_tickets set created_at = created_at - interval '61 minutes' where email = $1`,
      [email],
    );
    expect((await handIn(app, late)).body).toMatchObject({ outcome: 'ticket' });
    expect((await handIn(app, late)).body).toMatchObject({ outcome: 'ticket' });
    const kept = await app.sql(`select from support_tickets where email = $1 and message = 'The eleventh'`, [
      email,
    ]);
    expect(kept).toHaveLength(1);
    expect(await mailsTo(app, email)).toHaveLength(1);
  });

  it('from machines swallows no answer of a person, and answers of a person no bounce', async () => {
    const [first, second] = [await answeredTicket(app), await answeredTicket(app)];
    const answer = ({ email, mail }: typeof first, headers: Record<string, string> = {}) =>
      mime({ from: email, to: replyAddressOf(mail), headers, text: randomUUID() });
    const lastBounce = await flood(21, () => answer(first, BOUNCE));
    expect(lastBounce.body).toMatchObject({ outcome: 'ignored', reason: 'too-many', ticket_id: first.id });
    expect((await handIn(app, answer(first))).body).toMatchObject({ outcome: 'reply', ticket_id: first.id });
    const lastAnswer = await flood(20, () => answer(second));
    expect(lastAnswer.body.code).toBe('support/too-many-messages');
    expect((await handIn(app, answer(second, BOUNCE))).body).toMatchObject({ outcome: 'noted' });
    for (const { id } of [first, second]) {
      const [{ count } = { count: 0 }] = await app.sql<{ count: number }>(
        `select count(*)::int as count from support_messages where ticket_id = $1 and author = 'customer'`,
        [id],
      );
      expect(count).toBeLessThanOrEqual(22);
    }
  });

  it('from machines leaves the owner free to write', async () => {
    const { id: userId, client: owner } = await app.newUser();
    const { id, email, mail } = await answeredTicket(app);
    await app.sql('update support_tickets set user_id = $1 where id = $2', [userId, id]);
    await app.sql(
      `insert into support_messages (id, ticket_id, user_id, visibility, author, body, channel, automatic)
       select gen_random_uuid(), $1, $2, 'internal', 'customer', 'Away', 'email', true from generate_series(1, 40)`,
      [id, userId],
    );
    expect((await owner.post(ticketPath(id, '/messages'), { body: 'Still so' })).status).toBe(201);
    expect((await handIn(app, mime({ from: email, to: replyAddressOf(mail) }))).body.outcome).toBe('reply');
  });
});
