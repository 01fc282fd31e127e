import { randomUUID } from 'node:crypto';
import { NoteBreachesHandler } from '#domains/support/sla/note-breaches.handler';
import { BreachClock } from '#domains/support/sla/breach.clock';
import { SupportMailClock } from '#domains/support/mail/support-mail.clock';
import { Retention } from '#platform/retention/retention';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { mailsTo } from '../leads/form-mails.makers.js';
import {
  answered,
  asked,
  handIn,
  mime,
  newAddress,
  newAdmin,
  newTicket,
  SETTINGS,
  ticketPath,
} from './support.makers.js';

const SLA = '/api/support/sla';
const CANNED = '/api/support/canned-answers';
const ALWAYS = [{ from: '00:00', to: '24:00' }];
const WEEK = {
  monday: ALWAYS,
  tuesday: ALWAYS,
  wednesday: ALWAYS,
  thursday: ALWAYS,
  friday: ALWAYS,
  saturday: ALWAYS,
  sunday: ALWAYS,
};
const TARGET = { first_response: 60, resolution: 120 };
const PLAN = {
  hours: { zone: 'Europe/Berlin', week: WEEK, holidays: [] as string[] },
  targets: { low: TARGET, normal: TARGET, high: TARGET, urgent: { first_response: 10, resolution: 20 } },
  notify_email: 'desk@example.com',
};

let app: TestApp;
let admin: TestClient;

beforeAll(async () => {
  app = await startApp({ roles: 'web,worker,clock', settings: { ...SETTINGS, RATE_LIMIT_PUBLIC: '40' } });
  ({ client: admin } = await newAdmin(app));
});
afterAll(() => app.close());

const slaOf = async (id: string) => (await admin.get(ticketPath(id))).body.ticket.sla;

describe('the plan of the desk', () => {
  it('is the usual one until an administrator sets another', async () => {
    const usual = (await admin.get(SLA)).body;
    expect(usual).toMatchObject({ status: 'success', plan: { hours: { zone: 'UTC' }, notify_email: null } });
    expect((await admin.put(SLA, PLAN)).body.plan).toEqual(PLAN);
    expect((await admin.get(SLA)).body.plan).toEqual(PLAN);
    const { client } = await app.newUser();
    expect([(await client.get(SLA)).status, (await client.put(SLA, PLAN)).status]).toEqual([403, 403]);
  });

  it.each([
    ['a zone there is not', { hours: { ...PLAN.hours, zone: 'Moon/Base' } }, 400],
    [
      'a time there is not',
      { hours: { ...PLAN.hours, week: { ...WEEK, monday: [{ from: '25:00', to: '26:00' }] } } },
      400,
    ],
    ['a day that is missing', { hours: { ...PLAN.hours, week: { monday: ALWAYS } } }, 400],
    [
      'hours that overlap',
      { hours: { ...PLAN.hours, week: { ...WEEK, monday: [...ALWAYS, ...ALWAYS] } } },
      422,
    ],
    [
      'no hours at all',
      { hours: { ...PLAN.hours, week: Object.fromEntries(Object.keys(WEEK).map((day) => [day, []])) } },
      422,
    ],
    ['no time to answer', { targets: { ...PLAN.targets, low: { first_response: 0, resolution: 1 } } }, 400],
  ])('is refused with %s', async (_, more, status) => {
    expect((await admin.put(SLA, { ...PLAN, ...more })).status).toBe(status);
    expect((await admin.get(SLA)).body.plan).toEqual(PLAN);
  });
});

describe('due times', () => {
  it('are those of the plan, of the priority, and stand still while the customer is waited for', async () => {
    const id = await newTicket(app.anonymous);
    const { created_at } = (await admin.get(ticketPath(id))).body.ticket;
    const minutes = (due: string): number => Math.round((Date.parse(due) - Date.parse(created_at)) / 60_000);
    const sla = await slaOf(id);
    expect([minutes(sla.first_response_due_at), minutes(sla.resolution_due_at)]).toEqual([60, 120]);
    const urgent = (await admin.patch(ticketPath(id), { priority: 'urgent' })).body.ticket.sla;
    expect([minutes(urgent.first_response_due_at), minutes(urgent.resolution_due_at)]).toEqual([10, 20]);
    const waiting = (await admin.patch(ticketPath(id), { waiting: true })).body.ticket;
    expect(waiting.sla.resolution_due_at).toBeNull();
    expect(waiting.sla.resolution_left_seconds).toBeGreaterThan(1_000);
    expect(
      (await admin.patch(ticketPath(id), { waiting: false })).body.ticket.sla.resolution_left_seconds,
    ).toBeNull();
  });

  it('that were missed are found by the clock, noted once, and told in one mail', async () => {
    const [late, also, waiting, over] = await Promise.all(
      Array.from({ length: 4 }, () => newTicket(app.anonymous)),
    );
    await answered(admin, waiting!);
    await admin.patch(ticketPath(over!), { status: 'resolved' });
    await app.sql(
      `update support_tickets set first_response_due_at = now() - interval '1 minute',
        next_breach_at = case when next_breach_at is not null then now() - interval '1 minute' end where id = any($1)`,
      [[late, also, waiting, over]],
    );
    await app.get(BreachClock).tick();
    await app.drainJobs();
    for (const id of [late!, also!]) {
      expect((await slaOf(id)).first_response_breached_at).not.toBeNull();
      const { events } = (await admin.get(ticketPath(id, '/events'))).body;
      expect(events.filter(({ kind }: { kind: string }) => kind === 'sla_missed')).toMatchObject([
        { actor_id: null, details: { what: 'first_response' } },
      ]);
    }
    for (const id of [waiting!, over!]) expect((await slaOf(id)).first_response_breached_at).toBeNull();
    await app
      .get(NoteBreachesHandler)
      .handle({ askedBy: 'clock' }, { id: randomUUID(), attempt: 1, signal: new AbortController().signal });
    await app.get(SupportMailClock).tick();
    const mails = await mailsTo(app, 'desk@example.com');
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain(late);
    expect(mails[0]?.text).toContain(also);
    expect((await admin.get('/api/support/tickets?breached=true')).body.tickets).toHaveLength(2);
  });
});

describe('canned answers', () => {
  it('are kept, filled in for a ticket, changed and deleted, by administrators alone', async () => {
    const made = await admin.post(CANNED, {
      title: 'CSV',
      shortcut: 'csv',
      body: 'Hello {{ first_name }}, save it as CSV.',
    });
    expect(made.status).toBe(201);
    const { id } = made.body.data;
    const ticket = await newTicket(app.anonymous, { name: '{{ email }} Lovelace' });
    expect((await admin.get(`${CANNED}/${id}/for/${ticket}`)).body.data.text).toBe(
      'Hello {{, save it as CSV.',
    );
    expect((await admin.put(`${CANNED}/${id}`, { title: 'As CSV', shortcut: null })).body.data).toMatchObject(
      { title: 'As CSV', shortcut: null },
    );
    expect((await admin.get(`${CANNED}/${id}`)).body.data.body).toContain('first_name');
    expect((await admin.get(CANNED)).body.data).toHaveLength(1);
    const { client } = await app.newUser();
    expect((await client.get(CANNED)).status).toBe(403);
    expect((await client.delete(`${CANNED}/${id}`)).status).toBe(403);
    expect((await admin.delete(`${CANNED}/${id}`)).body.data).toEqual({ deleted: true });
    for (const answer of [
      await admin.get(`${CANNED}/${id}`),
      await admin.put(`${CANNED}/${id}`, { title: 'x' }),
      await admin.delete(`${CANNED}/${id}`),
      await admin.get(`${CANNED}/x/for/${ticket}`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'support/canned-answer-not-found']);
  });

  it('are refused with a placeholder there is not, or a shortcut that is taken', async () => {
    const refused = await admin.post(CANNED, { title: 'x', body: '{{ password }}' });
    expect([refused.status, refused.body.code]).toEqual([422, 'support/placeholder-unknown']);
    const { id } = (await admin.post(CANNED, { title: 'x', shortcut: 'one', body: 'x' })).body.data;
    const taken = await admin.post(CANNED, { title: 'y', shortcut: 'one', body: 'y' });
    expect([taken.status, taken.body.code]).toEqual([409, 'support/shortcut-taken']);
    await admin.delete(`${CANNED}/${id}`);
  });
});

describe('what the desk remembers for a time only', () => {
  it('is forgotten: which mails came in, and which addresses were told', async () => {
    const email = newAddress();
    const mail = mime({ from: email });
    await handIn(app, mail);
    const later = (days: number) =>
      app.get(Retention).run(new AbortController().signal, Date.now() + days * 86_400_000);
    const counts = async () => {
      const [row] = await app.sql<{ asks: number; mails: number }>(
        'select (select count(*)::int from app.support_asks) as asks, (select count(*)::int from support_inbound) as mails',
      );
      return row;
    };
    await later(3);
    expect(await counts()).toEqual({ asks: 0, mails: 1 });
    await later(31);
    expect(await counts()).toEqual({ asks: 0, mails: 0 });
  });
});

describe('the open door', () => {
  it('takes so many tickets of one visitor a minute, and says when to come back', async () => {
    const answers = [];
    for (let count = 0; count < 45; count++)
      answers.push(await app.anonymous.post('/api/support/ticket', asked({ _hp: 'x' })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
