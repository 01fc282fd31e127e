import { Webhook } from 'standardwebhooks';
import { textOf } from '../../architecture/sources.js';
import { until } from '../../support/until.js';
import { delay, ENTER, hook, mail, Owner, type Stage, openStage, tag, WORKFLOWS } from './flows.js';
import { itIsSteered } from './steering.cases.js';
import { itDoesItsSteps } from './steps.cases.js';

const WARM = { field: 'score', op: 'at_least', value: 50 };

describe('an instance', () => {
  const stage = {} as Stage;
  beforeAll(async () => {
    Object.assign(stage, await openStage());
  });
  beforeEach(() => stage.outside.clear());
  afterAll(async () => {
    await stage.outside.close();
    await stage.app.close();
  });

  it('goes through delay, branch, mail and webhook, and tells what it did', async () => {
    const id = await stage.ada.published([
      ENTER,
      delay('a', 'b'),
      { id: 'b', type: 'branch', config: { filter: WARM }, next: { yes: 'c', no: 'd' } },
      mail('c', 'd'),
      hook('d', 'e', `${stage.outside.url}/hook`),
      {
        id: 'e',
        type: 'update_lead',
        config: { status: 'contacted', custom_fields: { plan: 'pro' } },
        next: 'f',
      },
      { id: 'f', type: 'score', config: { by: 5 }, next: 'g' },
      tag('g', 'h', 'one', 'two'),
      { id: 'h', type: 'remove_tag', config: { tags: ['one'] }, next: null },
    ]);
    stage.outside.will({ body: { seen: true } });
    const lead = await stage.ada.lead({ tags: ['old'] });
    await stage.app.sql(`update leads set lead_score = 60, writer = 'agent:test' where id = $1`, [lead.id]);
    const execution = await stage.ada.run(id, { lead_id: lead.id, parameters: { what: 'a test' } });
    await stage.ada.until(execution, 'waiting', 'a');
    await stage.ada.timePasses(execution);
    const { steps, outputs } = await stage.ada.until(execution, 'completed');
    expect(steps.map(({ step, status, exit }) => [step, status, exit])).toEqual([
      ['a', 'done', 'next'],
      ['b', 'done', 'yes'],
      ['c', 'done', 'next'],
      ['d', 'done', 'next'],
      ['e', 'done', 'next'],
      ['f', 'done', 'next'],
      ['g', 'done', 'next'],
      ['h', 'done', 'next'],
    ]);
    expect(outputs['d']).toEqual({ status: 200, body: { seen: true } });
    const { body } = await stage.ada.client.get(`/api/leads/${lead.id}`);
    expect(body.data).toMatchObject({
      status: 'contacted',
      score: 65,
      tags: ['old', 'two'],
      custom_fields: { plan: 'pro' },
    });
    expect(body.data.field_sources['custom.plan']).toMatchObject({ by: 'agent', ref: `workflow:${id}` });
    expect((await stage.ada.mails()).filter(({ email }) => email === lead.email)).toHaveLength(1);
    const state = await stage.ada.client.get(`${WORKFLOWS}/${id}/status`);
    expect(state.body.data).toMatchObject({
      executions: { completed: 1 },
      last_execution: { id: execution },
    });
    expect(new Set(state.body.data.steps.map(({ status }: { status: string }) => status))).toEqual(
      new Set(['completed']),
    );
    const { body: figures } = await stage.ada.client.get(`${WORKFLOWS}/${id}/figures`);
    expect(figures.data.steps).toContainEqual({
      version: 1,
      step: 'c',
      entered: 1,
      done: 1,
      waiting: 0,
      skipped: 0,
      failed: 0,
      ended: 0,
      goal: 0,
    });
    expect(figures.data.steps).toContainEqual({
      version: 1,
      step: 'enter',
      entered: 1,
      done: 1,
      waiting: 0,
      skipped: 0,
      failed: 0,
      ended: 0,
      goal: 0,
    });
  });

  it('signs what it sends, and says the same name whenever it says it again', async () => {
    const id = await stage.ada.published([ENTER, hook('a', null, `${stage.outside.url}/hook`)]);
    stage.outside.will(
      { status: 500, body: '' },
      { status: 429, headers: { 'retry-after': '1' }, body: '' },
      { status: 200, body: '' },
    );
    const execution = await stage.ada.run(id, { lead_id: (await stage.ada.lead()).id });
    for (const calls of [1, 2, 3]) {
      await until(`${calls} calls`, () => stage.outside.requests.length === calls);
      if (calls < 3) await stage.ada.until(execution, 'waiting', 'a');
      await stage.ada.timePasses(execution);
    }
    const { steps } = await stage.ada.until(execution, 'completed');
    expect(steps[0]).toMatchObject({ status: 'done', attempts: 3 });
    expect(new Set(stage.outside.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const { secret } = (await stage.ada.client.get(`${WORKFLOWS}/webhook-secret`)).body.data;
    const { headers, body } = stage.outside.last;
    const verified = new Webhook(secret).verify(JSON.stringify(body), headers as Record<string, string>);
    expect(verified).toMatchObject({
      type: 'workflow.step',
      data: { execution_id: execution, what: 'a', step: 'a' },
    });
    expect(
      (await (await Owner.of(stage.app)).client.get(`${WORKFLOWS}/webhook-secret`)).body.data.secret,
    ).not.toBe(secret);
  });

  it('keeps of an answer what can be kept, and asks for it once', async () => {
    const id = await stage.ada.published([ENTER, hook('a', null, `${stage.outside.url}/hook`)]);
    const body = String.raw`{"nul":"a\u0000b","half":"\ud83d","half \udc4d":true,"whole":"\ud83d\udc4d"}`;
    stage.outside.will({ body });
    const execution = await stage.ada.run(id);
    const { outputs } = await stage.ada.until(execution, 'completed');
    expect(outputs['a']).toEqual({
      status: 200,
      body: { nul: 'a\ufffdb', half: '\ufffd', 'half \ufffd': true, whole: '👍' },
    });
    expect(stage.outside.requests).toHaveLength(1);
  });

  it('goes through a definition that a former version of ours has kept', async () => {
    const { stored } = JSON.parse(textOf('test/automation/workflows/stored/format-1.json')) as {
      stored: object;
    };
    const { body } = await stage.ada.make([ENTER, tag('a', null)]);
    const { id } = body.data;
    await stage.app.sql(
      'insert into workflow_versions (created_by, workflow_id, version, definition) values ($1, $2, 1, $3)',
      [stage.ada.id, id, JSON.stringify(stored)],
    );
    await stage.app.sql(`update workflows set status = 'active', version = 1 where id = $1`, [id]);
    const lead = await stage.ada.lead();
    const execution = await stage.ada.run(id, { lead_id: lead.id });
    await stage.ada.until(execution, 'waiting', 'b');
    await stage.ada.timePasses(execution);
    const { steps } = await stage.ada.until(execution, 'completed');
    expect(steps.map(({ step, status }) => [step, status])).toEqual(
      ['a', 'b', 'c', 'd'].map((step) => [step, 'done']),
    );
    expect(await stage.ada.tagsOf(lead.id)).toEqual(['warm']);
    expect((await stage.ada.mails()).filter(({ email }) => email === lead.email)).toHaveLength(1);
  });

  it('never reaches inside, nor follows a redirect', async () => {
    const id = await stage.ada.published(
      [ENTER, hook('a', 'b', 'http://169.254.169.254/latest'), hook('b', null, `${stage.outside.url}/r`)].map(
        (step) => ({
          ...step,
          ...('retry' in step || step.type !== 'webhook' ? {} : { on_error: 'continue' }),
        }),
      ),
    );
    stage.outside.will({ status: 302, headers: { location: 'http://169.254.169.254/' }, body: '' });
    const { steps } = await stage.ada.until(await stage.ada.run(id), 'completed');
    expect(steps.map(({ status }) => status)).toEqual(['skipped', 'skipped']);
    expect(steps[0]?.error).toContain('not on the public internet');
    expect(stage.outside.requests).toHaveLength(1);
  });

  itIsSteered(stage);
  itDoesItsSteps(stage);
});
