import { randomUUID } from 'node:crypto';
import { RuleClock } from '#domains/support/rules/rule.clock';
import { Retention } from '#platform/retention/retention';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { HIGH, rule, RuleDesk, RULES } from './rules.makers.js';
import { newAdmin, newTicket, SETTINGS, ticketPath } from './support.makers.js';

let app: TestApp;
let admin: TestClient;
let desk: RuleDesk;

beforeAll(async () => {
  app = await startApp({ roles: 'web,worker,clock', settings: SETTINGS });
  ({ client: admin } = await newAdmin(app));
  desk = new RuleDesk(app, admin);
});
afterEach(() => desk.endRules());
afterAll(() => app.close());

describe('rules of the desk', () => {
  it('are kept by administrators alone', async () => {
    const id = await desk.newRule({ conditions: [{ field: 'subject', op: 'contains', value: 'invoice' }] });
    expect((await admin.get(`${RULES}/${id}`)).body.data).toMatchObject({
      name: 'A rule',
      event: 'created',
      is_active: true,
      actions: [HIGH],
      answers_allowed_by: null,
    });
    const changed = await admin.put(`${RULES}/${id}`, { name: 'Other', is_active: false });
    expect(changed.body.data).toMatchObject({ name: 'Other', is_active: false, actions: [HIGH] });
    expect((await admin.get(RULES)).body.data.map(({ id: one }: { id: string }) => one)).toContain(id);
    const { client } = await app.newUser();
    for (const { status } of [
      await client.get(RULES),
      await client.post(RULES, rule()),
      await client.get(`${RULES}/${id}`),
      await client.put(`${RULES}/${id}`, { name: 'x' }),
      await client.delete(`${RULES}/${id}`),
      await client.get(`${RULES}/${id}/runs`),
    ])
      expect(status).toBe(403);
    expect((await app.anonymous.get(RULES)).status).toBe(401);
    const none = `${RULES}/${randomUUID()}`;
    for (const { status, body } of [
      await admin.get(none),
      await admin.put(none, { name: 'x' }),
      await admin.delete(none),
      await admin.get(`${none}/runs`),
      await admin.get(`${RULES}/x`),
    ])
      expect([status, body.code]).toEqual([404, 'support/rule-not-found']);
  });

  it.each([
    [{ event: 'full_moon' }, 400],
    [{ actions: [] }, 400],
    [{ actions: Array(11).fill(HIGH) }, 400],
    [{ conditions: [{ field: 'password', op: 'is', value: 'x' }] }, 400],
    [{ conditions: Array(11).fill({ field: 'status', op: 'is', value: 'open' }) }, 400],
    [{ actions: [{ type: 'set_status', value: 'done' }] }, 422],
    [{ actions: [{ type: 'set_priority' }] }, 422],
    [{ actions: [{ type: 'assign', value: 'me' }] }, 422],
    [{ actions: [{ type: 'add_label', value: '<b>' }] }, 422],
    [{ actions: [{ type: 'add_note' }] }, 422],
    [{ actions: [{ type: 'send_answer', value: randomUUID() }], allow_answers: true }, 422],
  ])('are refused as %j', async (more, status) => {
    expect((await admin.post(RULES, rule(more))).status).toBe(status);
  });

  it('act where their conditions hold, in their order, and what they did is logged', async () => {
    const word = randomUUID();
    const conditions = [{ field: 'subject', op: 'contains', value: word.toUpperCase() }];
    const second = await desk.newRule({
      conditions: [...conditions, { field: 'priority', op: 'is', value: 'high' }],
      position: 2,
      actions: [
        { type: 'add_label', value: 'seen' },
        { type: 'add_note', value: 'Look at this' },
        { type: 'assign', value: randomUUID() },
        { type: 'set_status', value: 'in_progress' },
      ],
    });
    const first = await desk.newRule({ conditions, position: 1 });
    const off = await desk.newRule({
      conditions,
      is_active: false,
      actions: [{ type: 'add_label', value: 'off' }],
    });
    const [id, other] = [
      await newTicket(app.anonymous, { subject: `On ${word}` }),
      await newTicket(app.anonymous),
    ];
    await app.drainJobs();
    expect(await desk.ticketOf(id)).toMatchObject({
      priority: 'high',
      labels: ['seen'],
      status: 'in_progress',
      assignee_id: null,
    });
    expect(await desk.ticketOf(other)).toMatchObject({ priority: 'normal', labels: [] });
    expect((await desk.messagesOf(id))[0]).toMatchObject({
      author: 'desk',
      visibility: 'internal',
      body: 'Look at this',
    });
    expect(await desk.runsOf(first)).toMatchObject([{ ticket_id: id, event: 'created', outcome: 'done' }]);
    expect(await desk.runsOf(second)).toMatchObject([
      {
        outcome: 'partly',
        actions: [
          { type: 'add_label', outcome: 'done', reason: null },
          { type: 'add_note', outcome: 'done' },
          { type: 'assign', outcome: 'failed', reason: expect.stringContaining('admin') },
          { type: 'set_status', outcome: 'done' },
        ],
      },
    ]);
    expect(await desk.runsOf(off)).toEqual([]);
    const told = (await desk.eventsOf(id)).find(({ kind }) => kind === 'priority_changed');
    expect(told).toMatchObject({ actor_id: null, details: { rule_id: first } });
    await app.get(Retention).run(new AbortController().signal, Date.now() + 91 * 86_400_000);
    expect(await desk.runsOf(first)).toEqual([]);
  });

  it('set off none, however they are made to undo each other', async () => {
    const swap = (from: string, to: string) =>
      desk.newRule({
        event: 'priority_changed',
        conditions: [{ field: 'priority', op: 'is', value: from }],
        actions: [{ type: 'set_priority', value: to }],
      });
    const [up, down] = [await swap('low', 'urgent'), await swap('urgent', 'low')];
    const id = await newTicket(app.anonymous);
    await admin.patch(ticketPath(id), { priority: 'low' });
    await app.drainJobs();
    expect([(await desk.runsOf(up)).length, (await desk.runsOf(down)).length]).toEqual([1, 1]);
    const changes = (await desk.eventsOf(id)).filter(({ kind }) => kind === 'priority_changed');
    expect(changes).toHaveLength(3);
    expect(await app.sql('select from support_happenings where ticket_id = $1', [id])).toEqual([]);
  });

  it('look at each thing once, also when a worker has died over it', async () => {
    const id = await desk.newRule({ actions: [{ type: 'add_note', value: 'Once' }] });
    const ticket = await newTicket(app.anonymous);
    await app.drainJobs();
    const [run] = await app.sql<{ happening_id: string }>(
      'select happening_id from support_rule_runs where ticket_id = $1',
      [ticket],
    );
    await app.sql(
      `insert into support_happenings (id, ticket_id, event, details) values ($1, $2, 'created', '{}')`,
      [run!.happening_id, ticket],
    );
    await app.get(RuleClock).tick();
    await app.drainJobs();
    expect(await desk.runsOf(id)).toHaveLength(1);
    expect(await desk.messagesOf(ticket)).toHaveLength(2);
    expect(await app.sql('select from support_happenings where ticket_id = $1', [ticket])).toEqual([]);
  });
});
