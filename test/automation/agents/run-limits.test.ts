import { Jobs } from '#platform/jobs/jobs';
import { ResumeRunsJob } from '#automation/agents/runs/run.jobs';
import type { TestClient } from '../../support/client.js';
import { execute, Gateway, makeLead, openAiGives, runIn } from './agents.js';

const INSIGHTS = {
  insights: ['They build engines.'],
  talking_points: ['Steam'],
  recommended_approach: 'Ask about steam.',
  pain_points: ['Friction'],
  value_propositions: ['Oil'],
};
const HANGS = { ending: 'hang' } as const;

/** Asks for insights into leads, with limits or in the background. */
const enrich = (input_data: object, more: object) =>
  ada.post('/api/agents/execute', { agent_type: 'lead', task_type: 'enrich_leads', input_data, ...more });

let gateway: Gateway;
let ada: TestClient;

beforeAll(async () => {
  gateway = await Gateway.start({ ROLES: 'web,worker', AGENT_WAIT_SECONDS: '1', AI_TIMEOUT_MS: '30000' });
  ({ client: ada } = await gateway.marketer('openai'));
});
afterEach(() => gateway.clear());
afterAll(() => gateway.close());

describe('an owner who wants to be asked', () => {
  it('decides before anything is changed', async () => {
    const { client } = await gateway.marketer();
    const lead = await makeLead(client, { job_title: 'CEO' });
    const settings = await client.put('/api/agents/lead/settings', { approve_from: 'change' });
    expect(settings.body.data).toEqual({
      agent: 'lead_generation',
      enabled: true,
      approve_from: 'change',
      run_budget_usd: null,
    });

    const { status, body } = await execute(client, 'lead', 'score_leads', { lead_ids: [lead] });
    expect({ status, state: body.status }).toEqual({ status: 202, state: 'waiting' });
    const waiting = (await client.get(`/api/agents/runs/${body.task_id}`)).body.data;
    expect(waiting.steps_done).toEqual([
      expect.objectContaining({ status: 'waiting', says: 'Write the new score of 1 leads' }),
    ]);
    expect((await client.get(`/api/leads/${lead}`)).body.data.score).toBe(0);

    const approved = await client.post(`/api/agents/runs/${body.task_id}/approve`);
    expect(approved.body.data).toMatchObject({ status: 'completed', output: { scored_count: 1 } });
    expect((await client.get(`/api/leads/${lead}`)).body.data.score).toBeGreaterThan(0);
    expect((await client.post(`/api/agents/runs/${body.task_id}/approve`)).body.code).toBe(
      'agents/nothing-to-decide',
    );
  });

  it('may say no, and nothing is changed', async () => {
    const { client } = await gateway.marketer();
    const lead = await makeLead(client);
    await client.put('/api/agents/lead/settings', { approve_from: 'change' });
    const { body } = await execute(client, 'lead', 'qualify_leads', { lead_ids: [lead] });
    const rejected = await client.post(`/api/agents/runs/${body.task_id}/reject`);
    expect(rejected.body.data).toMatchObject({ status: 'cancelled', error: { code: 'agents/run-rejected' } });
    expect((await client.get(`/api/leads/${lead}`)).body.data.status).toBe('new');
  });

  it('switches an agent off, and sees it so', async () => {
    const { client } = await gateway.marketer();
    await client.put('/api/agents/lead/settings', { enabled: false });
    const refused = await execute(client, 'lead', 'analyze_lead_patterns', {});
    expect({ status: refused.status, code: refused.body.code }).toEqual({
      status: 409,
      code: 'agents/disabled',
    });
    const { agents } = (await client.get('/api/agents/')).body;
    expect(agents.find(({ id }: { id: string }) => id === 'lead_generation')).toMatchObject({
      status: 'disabled',
      name: 'Lead Generation Agent',
      tasks: expect.arrayContaining([
        expect.objectContaining({
          name: 'score_leads',
          input_schema: expect.objectContaining({ type: 'object' }),
        }),
      ]),
    });
  });
});

describe('a run whose process was killed', () => {
  it('goes on where it was and pays for no finished step twice', async () => {
    const leads = [await makeLead(ada), await makeLead(ada, { company: 'Looms Ltd' })];
    gateway.openai.will(openAiGives(INSIGHTS), openAiGives(INSIGHTS));
    const { body } = await execute(ada, 'lead', 'enrich_leads', { lead_ids: leads });
    const id = body.task_id;
    await left(id, 1);
    await gateway.app.sql(`delete from agent_steps where run_id = $1 and key like $2`, [id, `%${leads[1]}`]);
    gateway.openai.clear();
    gateway.openai.will(openAiGives({ ...INSIGHTS, insights: ['They weave.'] }));

    await gateway.app.get(Jobs).send(ResumeRunsJob, {});
    const run = await runIn(ada, id, 'completed', 'failed');
    expect(run).toMatchObject({ status: 'completed', output: { enriched_count: 2 } });
    expect(
      run.output.enriched_leads.map(({ insights }: never) => (insights as { insights: string[] }).insights),
    ).toEqual([['They build engines.'], ['They weave.']]);
    expect(gateway.openai.requests).toHaveLength(1);
    expect(run.steps_done.filter(({ kind }: { kind: string }) => kind === 'model')).toHaveLength(2);
  });

  it('ends with the reason when it was killed three times', async () => {
    await makeLead(ada);
    const { body } = await execute(ada, 'lead', 'analyze_lead_patterns', {});
    await left(body.task_id, 3);
    await gateway.app.get(Jobs).send(ResumeRunsJob, {});
    expect(await runIn(ada, body.task_id, 'completed', 'failed')).toMatchObject({
      status: 'failed',
      error: { code: 'agents/run-interrupted' },
    });
  });

  /** As a process leaves a run that it was killed over. */
  const left = (id: string, attempt: number) =>
    gateway.app.sql(
      `update agent_runs set status = 'running', attempt = $2, output = null, finished_at = null,
         lease_until = now() - interval '1 minute' where id = $1`,
      [id, attempt],
    );
});

describe('what a run may use up', () => {
  it('is kept: a run stops asking models when its money is spent', async () => {
    const lead = await makeLead(ada);
    const refused = await enrich({ lead_ids: [lead] }, { max_cost_usd: 0 });
    expect({ status: refused.status, code: refused.body.code }).toEqual({
      status: 429,
      code: 'agents/run-budget-spent',
    });
    expect(gateway.openai.requests).toHaveLength(0);
  });

  it('is kept: a run that needs more steps than it may take fails', async () => {
    const leads = [await makeLead(ada), await makeLead(ada)];
    gateway.openai.will(openAiGives(INSIGHTS), openAiGives(INSIGHTS));
    const refused = await enrich({ lead_ids: leads }, { max_steps: 1 });
    expect({ status: refused.status, code: refused.body.code }).toEqual({
      status: 429,
      code: 'agents/too-many-steps',
    });
  });

  it('ends a run that is not done in time', async () => {
    const lead = await makeLead(ada);
    gateway.openai.will(HANGS);
    const { body } = await enrich({ lead_ids: [lead] }, { deadline_seconds: 1, background: true });
    expect(await runIn(ada, body.task_id, 'failed')).toMatchObject({
      error: { code: 'agents/run-timed-out' },
    });
  });

  it('bounds how many runs of one owner are open', async () => {
    const { id, client } = await gateway.marketer();
    await gateway.app.sql(
      `insert into agent_runs (id, user_id, agent, task, input, status)
       select gen_random_uuid(), $1, 'lead_generation', 'score_leads', '{}', 'waiting' from generate_series(1, 50)`,
      [id],
    );
    const refused = await execute(client, 'lead', 'analyze_lead_patterns', {});
    expect({ status: refused.status, code: refused.body.code }).toEqual({
      status: 429,
      code: 'agents/too-many-runs',
    });
  });
});
