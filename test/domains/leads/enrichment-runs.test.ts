import { randomUUID } from 'node:crypto';
import { EnrichManyJob } from '#domains/leads/enrichment/runs/enrichment-run.jobs';
import { Jobs } from '#platform/jobs/jobs';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { address, COST, EnrichmentStage } from './enrichment.stage.js';
import { newLead } from './leads.makers.js';

let stage: EnrichmentStage;
let app: TestApp;

beforeAll(async () => {
  stage = await EnrichmentStage.share();
  ({ app } = stage);
});
afterEach(() => stage.clear());

const RUNS = '/api/leads/enrichment/runs';
const run = async (client: TestClient, wanted: object) => {
  const { status, body } = await client.post('/api/leads/enrich', wanted);
  expect([status, body.error]).toEqual([202, null]);
  await app.drainJobs();
  return (await client.get(`${RUNS}/${body.data.id}`)).body.data;
};

describe('many leads about which others are asked', () => {
  const three = async (client: TestClient) => {
    const leads = await Promise.all([1, 2, 3].map(() => newLead(client, { email: address() })));
    return leads.map(({ id }): string => id);
  };

  it('are done in the background, each once, and counted with what they cost and what failed', async () => {
    const { client } = await app.newUser();
    const ids = await three(client);
    stage.service.will({ body: { company: 'A' } }, { status: 400, body: {} }, { body: { company: 'B' } });
    const done = await run(client, { lead_ids: [...ids, ids[0]!.toUpperCase()], providers: ['rest'] });
    expect(done).toMatchObject({
      status: 'completed',
      total: 3,
      processed: 3,
      changed: 2,
      failed: 1,
      cost_micros: 2 * COST,
      progress: 100,
      failures: [{ lead_id: expect.any(String), provider: 'rest', code: 'leads/enrichment-rejected' }],
    });
    expect((await client.get(RUNS)).body.data).toHaveLength(1);
    expect((await client.post(`${RUNS}/${done.id}/cancel`)).body.code).toBe('leads/enrichment-run-over');
  });

  it('stop before the question that would cost more than may be spent', async () => {
    const { client } = await app.newUser();
    const ids = await three(client);
    stage.service.will(...Array(3).fill({ body: { company: 'A' } }));
    const stopped = await run(client, { lead_ids: ids, providers: ['rest'], max_cost_micros: 2 * COST + 1 });
    expect(stopped).toMatchObject({ status: 'stopped', total: 3, processed: 2, cost_micros: 2 * COST });
    expect(stopped.error).toContain('max_cost_micros');
    expect(stage.service.requests).toHaveLength(2);
  });

  it('are asked about as far as the budget of the day goes, which is told', async () => {
    const { id: ownerId, client } = await app.newUser();
    const ids = (await Promise.all([three(client), three(client), three(client)])).flat();
    await app.sql(
      `insert into lead_enrichment_spend values ($1, (now() at time zone 'utc')::date, 1000000 - $2::bigint)`,
      [ownerId, 2 * COST],
    );
    stage.service.will(...Array(9).fill({ body: { company: 'A' } }));
    const done = await run(client, { lead_ids: ids, providers: ['rest'] });
    expect(done).toMatchObject({ status: 'completed', processed: 9, changed: 2, cost_micros: 2 * COST });
    expect(done.failures[0].code).toBe('leads/enrichment-budget-exceeded');
    // Once it is known it is asked for no more.
    expect(done.failed).toBeLessThan(7);
    expect(stage.service.requests).toHaveLength(2);
  });

  it('ask a service no more that takes no key', async () => {
    const { client } = await app.newUser();
    const ids = (await Promise.all([three(client), three(client)])).flat();
    stage.service.will(...Array(6).fill({ status: 401, body: {} }));
    const done = await run(client, { lead_ids: ids, providers: ['rest'] });
    expect(done).toMatchObject({ status: 'completed', processed: 6, changed: 0, cost_micros: 0 });
    expect(stage.service.requests.length).toBeLessThan(6);
  });

  it('may be those of a segment', async () => {
    const { client } = await app.newUser();
    const ids = await three(client);
    const segment = (await client.post('/api/leads/segments', { name: 'S', kind: 'static' })).body.data;
    await client.post(`/api/leads/segments/${segment.id}/members`, { lead_ids: ids.slice(0, 2) });
    const done = await run(client, { segment_id: segment.id, providers: ['signals'] });
    expect(done).toMatchObject({
      status: 'completed',
      total: 2,
      processed: 2,
      changed: 2,
      segment_id: segment.id,
    });
  });

  it.each([
    ['neither leads nor a segment', {}],
    ['both', { lead_ids: [randomUUID()], segment_id: randomUUID() }],
  ])('are refused for %s', async (_, wanted) => {
    const { client } = await app.newUser();
    const { status, body } = await client.post('/api/leads/enrich', wanted);
    expect([status, body.code]).toEqual([422, 'leads/enrichment-needs-leads']);
  });

  it('wait for the run before, which can be cancelled; what is left is not asked about', async () => {
    const { id: ownerId, client } = await app.newUser();
    const [id] = await three(client);
    await app.sql(`insert into lead_enrichment_runs (id, created_by, total) values ($1, $2, 1)`, [
      randomUUID(),
      ownerId,
    ]);
    const second = await client.post('/api/leads/enrich', { lead_ids: [id] });
    expect([second.status, second.body.code]).toEqual([409, 'leads/enrichment-under-way']);
    const [open] = (await client.get(RUNS)).body.data;
    const cancelled = await client.post(`${RUNS}/${open.id}/cancel`);
    expect(cancelled.body.data).toMatchObject({ status: 'cancelled', processed: 0 });
    expect((await run(client, { lead_ids: [id], providers: ['signals'] })).status).toBe('completed');
  });

  it('are gone on with where a worker has died', async () => {
    const { id: ownerId, client } = await app.newUser();
    const [id] = await three(client);
    const runId = randomUUID();
    await app.sql(
      `insert into lead_enrichment_runs (id, created_by, status, providers, total, processed, cost_micros)
       values ($1, $2, 'running', '{signals}', 3, 2, 5)`,
      [runId, ownerId],
    );
    await app.sql(`insert into lead_enrichment_tasks values ($1, $2, $3, 'of a worker that died/1')`, [
      runId,
      id,
      ownerId,
    ]);
    await app.get(Jobs).send(EnrichManyJob, { ownerId, runId });
    await app.drainJobs();
    expect((await client.get(`${RUNS}/${runId}`)).body.data).toMatchObject({
      status: 'completed',
      processed: 3,
      changed: 1,
      cost_micros: 5,
    });
    expect(await app.sql('select from lead_enrichment_tasks where run_id = $1', [runId])).toEqual([]);
  });

  it('of somebody else are nobody`s business', async () => {
    const [{ client }, { client: eve }] = [await app.newUser(), await app.newUser()];
    const [id] = await three(client);
    const mine = await run(client, { lead_ids: [id], providers: ['signals'] });
    const segment = (await client.post('/api/leads/segments', { name: 'S', kind: 'static' })).body.data;
    const { id: hers } = await newLead(eve);
    const answers = await Promise.all([
      eve.post(`/api/leads/${id}/enrich`, {}),
      eve.get(`/api/leads/${id}/enrichments`),
      eve.get(`${RUNS}/${mine.id}`),
      eve.post(`${RUNS}/${mine.id}/cancel`),
      eve.post('/api/leads/enrich', { lead_ids: [hers, id] }),
      eve.post('/api/leads/enrich', { segment_id: segment.id }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(404));
    expect((await eve.get(RUNS)).body.data).toEqual([]);
    expect(stage.service.requests).toHaveLength(0);
  });
});
