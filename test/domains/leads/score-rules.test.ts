import { randomUUID } from 'node:crypto';
import { newId } from '#kernel/ids';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { publish, RULES, rules, scoreOf } from './scores.makers.js';
import { follow, newLeadId } from './segments.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('rules', () => {
  it('are drafted, published and kept as versions; leads are scored by what is published only', async () => {
    const { client } = await app.newUser();
    const id = await newLeadId(client, { industry: 'Finance' });
    const first = rules(['finance', { field: 'industry', op: 'is', value: 'finance' }, 40]);
    expect((await client.get(`${RULES}/draft`)).status).toBe(404);
    expect((await client.put(`${RULES}/draft`, first)).body.data).toMatchObject({
      state: 'draft',
      version: null,
    });
    await client.post('/api/leads/score', { lead_ids: [id] });
    expect((await scoreOf(client, id)).by_rules).not.toBe(40);
    expect(await publish(app, client, first)).toMatchObject({ state: 'published', version: 1 });
    expect(await scoreOf(client, id)).toMatchObject({ score: 40, version: 1 });
    expect((await client.post(`${RULES}/draft/publish`, {})).status).toBe(404);
    await publish(app, client, rules(['everybody', { all: [] }, 77]));
    expect(await scoreOf(client, id)).toMatchObject({ score: 77, grade: 'B', version: 2 });
    const { body } = await client.get(`${RULES}/versions`);
    expect(
      body.data.map(({ version, state }: { version: number; state: string }) => [version, state]),
    ).toEqual([
      [2, 'published'],
      [1, 'retired'],
    ]);
    const page = await client.get(
      `${RULES}/versions?limit=1&cursor=${(await client.get(`${RULES}/versions?limit=1`)).body.next_cursor}`,
    );
    expect(page.body.data.map(({ version }: { version: number }) => version)).toEqual([1]);
    await client.put(`${RULES}/draft`, first);
    expect((await client.delete(`${RULES}/draft`)).body.data).toEqual({ deleted: true });
    expect((await client.delete(`${RULES}/draft`)).status).toBe(404);
  });

  it('score a lead whenever it changes, and its history tells by which rules', async () => {
    const { client } = await app.newUser();
    await publish(app, client, rules(['finance', { field: 'industry', op: 'is', value: 'finance' }, 40]));
    const id = await newLeadId(client, { industry: 'Finance' });
    await follow(app);
    await client.put(`/api/leads/${id}`, { industry: 'Retail' });
    await follow(app);
    await client.put(`/api/leads/${id}/score`, { score: 90 });
    const { body } = await client.get(`/api/leads/${id}/score/history`);
    const changes = body.data.map(({ from, to, source, grade }: Record<string, unknown>) => [
      from,
      to,
      source,
      grade,
    ]);
    expect(changes).toEqual([
      [0, 90, 'person', 'A'],
      [40, 0, 'agent:rules/1', 'D'],
      [0, 40, 'agent:rules/1', 'D'],
    ]);
    const first = await client.get(`/api/leads/${id}/score/history?limit=1`);
    const second = await client.get(
      `/api/leads/${id}/score/history?limit=1&cursor=${first.body.next_cursor}`,
    );
    expect(second.body.data[0].to).toBe(0);
  });

  it('bring points for events that halve with time, and name the event', async () => {
    const { client, id: ownerId } = await app.newUser();
    const id = await newLeadId(client);
    const campaign = randomUUID();
    const eventId = newId();
    await app.sql(
      `insert into lead_engagements (id, lead_id, created_by, kind, campaign_id, occurred_at)
       values ($1, $2, $3, 'opened', $4, now() - interval '14 days')`,
      [eventId, id, ownerId, campaign],
    );
    await publish(app, client, {
      groups: [
        {
          key: 'engagement',
          weight: 2,
          rules: [
            {
              key: 'opened',
              name: 'Opened a mail',
              when: { event: 'opened' },
              points: 40,
              half_life_days: 7,
            },
          ],
        },
      ],
    });
    const { score: now, reasons } = await scoreOf(client, id);
    expect(now).toBe(20);
    expect(reasons).toEqual([
      {
        group: 'engagement',
        rule: 'opened',
        name: 'Opened a mail',
        points: 20,
        full_points: 40,
        weight: 2,
        half_life_days: 7,
        at: expect.stringMatching(/Z$/),
        evidence: [{ what: 'opened', value: campaign, at: expect.stringMatching(/Z$/), event_id: eventId }],
      },
    ]);
    await client.put(`/api/leads/${id}`, { notes: 'looked at' });
    await follow(app);
    const [due] = await app.sql<{ hours: number }>(
      'select extract(epoch from due_at - now()) / 3600 as hours from lead_dues where lead_id = $1',
      [id],
    );
    expect(Number(due?.hours)).toBeCloseTo(24, 1);
    await app.sql(
      `update lead_engagements set occurred_at = occurred_at - interval '7 days' where lead_id = $1`,
      [id],
    );
    await app.sql('update lead_dues set due_at = now() where lead_id = $1', [id]);
    await follow(app);
    expect((await client.get(`/api/leads/${id}`)).body.data.score).toBe(10);
  });

  it('move leads in and out of segments by score', async () => {
    const { client } = await app.newUser();
    const { body } = await client.post('/api/leads/segments', {
      name: 'Best',
      filter: { field: 'grade', op: 'in', value: ['A+', 'A'] },
    });
    await publish(app, client, rules(['finance', { field: 'industry', op: 'is', value: 'finance' }, 95]));
    await newLeadId(client, { industry: 'Finance' });
    await follow(app);
    expect((await client.get(`/api/leads/segments/${body.data.id}`)).body.data.member_count).toBe(1);
  });

  it('are refused at the place that is wrong', async () => {
    const { client } = await app.newUser();
    const { status, body } = await client.put(`${RULES}/draft`, rules(['a', { event: 'bought' }, 5]));
    expect([status, body.code]).toEqual([422, 'leads/score-rules-refused']);
    expect(body.errors[0].path).toBe('groups.0.rules.0.when.event');
    const unknown = await client.put(`${RULES}/draft`, rules(['A b', { all: [] }, 5]));
    expect([unknown.status, unknown.body.errors[0].path]).toEqual([400, 'groups.0.rules.0.key']);
  });
});
