import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { COMPANY_SIZES } from '#domains/leads/lead.dto';
import { scoreLead, type ScoredLead } from '#domains/leads/qualification/lead-score';
import { QualificationService } from '#domains/leads/qualification/qualification.service';
import { ScoreAllHandler } from '#domains/leads/scoring/score-all.handler';
import { DEFAULT_GROUPS } from '#domains/leads/scoring/score-rules';
import { ScoreRepository } from '#domains/leads/scoring/score.repository';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeLeads } from './leads.makers.js';
import { publish, RULES, rules, RUNS, scoreOf } from './scores.makers.js';
import { follow, newLeadId } from './segments.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('the default rules', () => {
  it('come to what the formula of agents comes to, for any lead', async () => {
    const { id: ownerId } = await app.newUser();
    const lead: fc.Arbitrary<ScoredLead> = fc.record({
      company_size: fc.option(fc.constantFrom(...COMPANY_SIZES)),
      industry: fc.option(fc.constantFrom('Finance', 'financial technology', 'Retail', '', 'HEALTHCARE')),
      job_title: fc.option(
        fc.constantFrom('CEO', 'Head of Sales', 'headhunter', 'VP, Sales', 'Vpn admin', ''),
      ),
      enriched_data: fc.option(
        fc.constantFrom({}, { ai_insights: [] }, { ai_insights: ['x'] }, { ai_insights: 'x' }),
      ),
    });
    const leads = fc.sample(lead, { numRuns: 100, seed: 7 });
    const ids = await makeLeads(
      app,
      ownerId,
      leads.map((one) => ({ ...one, enriched_data: JSON.stringify(one.enriched_data), email: null })),
    );
    const scored = await app
      .get(Database)
      .as(ownerId, () =>
        app.get(ScoreRepository).score(ownerId, { groups: DEFAULT_GROUPS, version: null }, ids),
      );
    const byId = new Map(scored.map((row) => [row.id, row.score]));
    expect(ids.map((id) => byId.get(id))).toEqual(leads.map((one) => scoreLead(one).score));
  });

  it('are in force until others are published, and count when asked', async () => {
    const { client } = await app.newUser();
    expect((await client.get(RULES)).body.data).toMatchObject({ state: 'default', version: null });
    const id = await newLeadId(client, { job_title: 'Head of Sales', industry: 'Retail' });
    await follow(app);
    expect((await client.get(`/api/leads/${id}`)).body.data).toMatchObject({ score: 0, grade: 'D' });
    const { status, body } = await client.post('/api/leads/score', { lead_ids: [id] });
    expect(status).toBe(200);
    expect(body.data).toEqual({
      scored_count: 1,
      updated_at: expect.any(String),
      scores: [{ lead_id: id, old_score: 0, score: 60, grade: 'C', held: false }],
      run: null,
    });
    const { reasons, ...rest } = await scoreOf(client, id);
    expect(rest).toEqual({ lead_id: id, score: 60, grade: 'C', held: false, by_rules: 60, version: null });
    expect(reasons.map((one: { rule: string; points: number }) => [one.rule, one.points])).toEqual([
      ['startup', 10],
      ['another', 15],
      ['deciding', 25],
      ['none', 10],
    ]);
    expect(reasons[2]).toMatchObject({
      group: 'job_title_relevance',
      at: expect.any(String),
      evidence: [{ what: 'job_title', value: 'Head of Sales', at: expect.any(String), event_id: null }],
    });
  });
});

describe('a score that a person has set', () => {
  it('stays, whatever rules, agents and imports say, until it is released', async () => {
    const { client, id: ownerId } = await app.newUser();
    const id = await newLeadId(client, { industry: 'Finance' });
    await publish(app, client, rules(['finance', { field: 'industry', op: 'is', value: 'finance' }, 40]));
    const set = await client.put(`/api/leads/${id}/score`, { score: 88 });
    expect(set.body.data).toMatchObject({ score: 88, grade: 'A-', held: true, by_rules: 40 });
    await follow(app);
    const { body } = await client.post('/api/leads/score', { lead_ids: [id] });
    expect(body.data).toMatchObject({ scored_count: 0, scores: [{ score: 88, held: true }] });
    await app
      .get(Database)
      .as(ownerId, () => app.get(QualificationService).recordScores(ownerId, [{ id, score: 5 }]));
    await client.post(RUNS, {});
    await app.drainJobs();
    expect((await client.get(`/api/leads/${id}`)).body.data).toMatchObject({ score: 88, score_held: true });
    const released = await client.post(`/api/leads/${id}/score/release`, {});
    expect(released.body.data).toMatchObject({ score: 40, held: false });
  });

  it('is one that is written into the lead, too', async () => {
    const { client } = await app.newUser();
    const id = await newLeadId(client, { score: 12 });
    expect((await scoreOf(client, id)).held).toBe(true);
    const other = await newLeadId(client);
    await client.put(`/api/leads/${other}`, { lead_score: 33 });
    await client.post('/api/leads/score', { lead_ids: [other] });
    expect(await scoreOf(client, other)).toMatchObject({ score: 33, held: true });
  });
});

describe('scoring all leads', () => {
  it('is a run with progress that goes on where it was when a worker dies, and stops when it is cancelled', async () => {
    const { client, id: ownerId } = await app.newUser();
    await app.sql(
      `insert into leads (created_by, source, industry)
       select $1, 'import', case when n % 2 = 0 then 'Finance' else 'Retail' end from generate_series(1, 4500) n`,
      [ownerId],
    );
    await app.sql(
      `insert into lead_score_runs (id, created_by, status, total, processed, done_to)
       select $1, $2, 'running', 4500, 2000, (select id from leads where created_by = $2 order by id offset 1999 limit 1)`,
      [newId(), ownerId],
    );
    const [half] = (await client.get(RUNS)).body.data;
    expect(half).toMatchObject({ status: 'running', total: 4_500, processed: 2_000, progress: 44 });
    const refused = await client.post(RUNS, {});
    expect([refused.status, refused.body.code]).toEqual([409, 'leads/scoring-under-way']);
    const run = { id: randomUUID(), attempt: 1, signal: new AbortController().signal };
    await app
      .get(Database)
      .as(ownerId, () => app.get(ScoreAllHandler).handle({ ownerId, runId: half.id }, run));
    const { body } = await client.get(`${RUNS}/${half.id}`);
    expect(body.data).toMatchObject({ status: 'completed', processed: 4_500, changed: 2_500, progress: 100 });
    const [scored] = await app.sql(
      'select count(*)::int as leads from leads where created_by = $1 and lead_score > 0',
      [ownerId],
    );
    expect(scored).toEqual({ leads: 2_500 });
    const told = await app.sql(
      `select count(*)::int as entries, count(distinct lead_id)::int as leads, min(lead_activities.source) as source,
         bool_and((activity_data ->> 'from')::int = 0 and (activity_data ->> 'to')::int = lead_score) as fits
       from lead_activities join leads on leads.id = lead_id
       where lead_activities.created_by = $1 and activity_type = 'scored'`,
      [ownerId],
    );
    expect(told).toEqual([{ entries: 2_500, leads: 2_500, source: 'agent:rules/default', fits: true }]);
    expect((await client.post(`${RUNS}/${half.id}/cancel`, {})).body.code).toBe('leads/score-run-over');
  });

  it('is asked for without naming leads, and again by what is published meanwhile', async () => {
    const { client, id: ownerId } = await app.newUser();
    await makeLeads(app, ownerId, [{}, {}, {}]);
    const { body } = await client.post('/api/leads/score', {});
    expect(body.data).toMatchObject({ scored_count: 0, run: { status: 'queued', processed: 0 } });
    const open = newId();
    await app.drainJobs();
    await app.sql(`insert into lead_score_runs (id, created_by) values ($1, $2)`, [open, ownerId]);
    const cancelled = await client.post(`${RUNS}/${open}/cancel`, {});
    expect(cancelled.body.data.status).toBe('cancelled');
    await app.sql(`update lead_score_runs set status = 'queued' where id = $1`, [open]);
    await publish(app, client, rules(['everybody', { all: [] }, 50]));
    expect((await client.get(`${RUNS}/${open}`)).body.data.status).toBe('cancelled');
    const runs = (await client.get(RUNS)).body.data;
    expect(runs[0]).toMatchObject({ status: 'completed', total: 3, processed: 3, changed: 3 });
  });
});

describe('scores', () => {
  it('of one owner are nothing to another', async () => {
    const { client } = await app.newUser();
    const id = await newLeadId(client, { score: 60 });
    const run = (await client.post(RUNS, {})).body.data.id;
    await client.put(`${RULES}/draft`, rules(['mine', { all: [] }, 5]));
    await app.drainJobs();
    const { client: other } = await app.newUser();
    const own = await newLeadId(other);
    const answers = [
      await other.get(`/api/leads/${id}/score`),
      await other.get(`/api/leads/${id}/score/history`),
      await other.put(`/api/leads/${id}/score`, { score: 1 }),
      await other.post(`/api/leads/${id}/score/release`, {}),
      await other.post('/api/leads/score', { lead_ids: [own, id] }),
      await other.get(`${RUNS}/${run}`),
      await other.post(`${RUNS}/${run}/cancel`, {}),
      await other.get(`${RULES}/draft`),
      await other.delete(`${RULES}/draft`),
      await other.post(`${RULES}/draft/publish`, {}),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await other.get(RUNS)).body.data).toEqual([]);
    expect((await other.get(`${RULES}/versions`)).body.data).toEqual([]);
    expect((await other.get(RULES)).body.data.state).toBe('default');
    expect(await scoreOf(client, id)).toMatchObject({ score: 60, held: true });
    expect((await app.anonymous.get(RULES)).status).toBe(401);
  });
});
