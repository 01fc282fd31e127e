import { until } from '../../support/until.js';
import { delay, ENTER, Owner, type Stage, tag, WORKFLOWS } from './flows.js';

/** Steps that wait for people, agents and other workflows, and steps that write. */
export function itDoesItsSteps(stage: Stage): void {
  it('asks a person, reminds, escalates, and goes on without an answer', async () => {
    const approval = {
      id: 'a',
      type: 'approval',
      config: {
        title: 'Send the offer?',
        says: 'It is a large one.',
        timeout: { days: 3 },
        remind_after: { days: 1 },
        escalate_after: { days: 2 },
        notify: [`boss.${stage.ada.id}@example.com`],
        escalate_to: [`chief.${stage.ada.id}@example.com`],
      },
      next: { approved: 'yes', rejected: 'no', timed_out: 'no' },
    };
    const id = await stage.ada.published([ENTER, approval, tag('yes', null), tag('no', null)]);
    const [one, two] = await Promise.all([stage.ada.lead(), stage.ada.lead()]);
    const [asked, silent] = [
      await stage.ada.run(id, { lead_id: one.id }),
      await stage.ada.run(id, { lead_id: two.id }),
    ];
    await stage.ada.until(asked, 'waiting');
    await stage.ada.until(silent, 'waiting');
    const questions = await stage.ada.client.get(`${WORKFLOWS}/approvals?status=waiting&workflow_id=${id}`);
    const question = questions.body.data.find((one: { execution_id: string }) => one.execution_id === asked);
    expect(question).toMatchObject({ title: 'Send the offer?', says: 'It is a large one.', lead_id: one.id });
    const path = `${WORKFLOWS}/approvals/${question.id}/decide`;
    expect((await (await Owner.of(stage.app)).client.post(path, { decision: 'approved' })).status).toBe(404);
    expect((await stage.ada.client.post(path, { decision: 'perhaps' })).status).toBe(400);
    expect(
      (await stage.ada.client.post(path, { decision: 'approved', comment: 'Go' })).body.data.status,
    ).toBe('approved');
    expect((await stage.ada.client.post(path, { decision: 'rejected' })).body.code).toBe(
      'workflows/approval-decided',
    );
    expect((await stage.ada.until(asked, 'completed')).outputs['a']).toEqual({
      decision: 'approved',
      comment: 'Go',
    });
    for (const days of [1, 2, 3]) {
      await stage.app.sql(
        `update workflow_approvals set created_at = now() - make_interval(days => $2), expires_at = now() - make_interval(days => $2) + interval '3 days'
         where execution_id = $1`,
        [silent, days],
      );
      await stage.ada.timePasses(silent);
    }
    await stage.ada.until(silent, 'completed');
    expect([await stage.ada.tagsOf(one.id), await stage.ada.tagsOf(two.id)]).toEqual([['yes'], ['no']]);
    const told = (await stage.ada.mails())
      .map(({ email }) => email.split('.')[0])
      .filter((name) => name === 'boss' || name === 'chief');
    expect(told.toSorted()).toEqual(['boss', 'boss', 'boss', 'chief']);
    expect(
      (await stage.ada.client.get(`${WORKFLOWS}/approvals?workflow_id=${id}`)).body.data
        .map(({ status }: { status: string }) => status)
        .toSorted(),
    ).toEqual(['approved', 'timed_out']);
  });

  it('runs another workflow as a part of itself', async () => {
    const part = await stage.ada.published([ENTER, delay('a', 'b'), tag('b', null, 'part')]);
    const call = {
      id: 'a',
      type: 'sub_flow',
      config: { workflow_id: part },
      next: { done: 'b', failed: null },
    };
    const id = await stage.ada.published([ENTER, call, tag('b', null, 'whole')]);
    const lead = await stage.ada.lead();
    const execution = await stage.ada.run(id, { lead_id: lead.id });
    await stage.ada.until(execution, 'waiting', 'a');
    const { body } = await stage.ada.client.get(`${WORKFLOWS}/${part}/executions`);
    expect(body.data[0]).toMatchObject({ parent_id: execution, lead_id: lead.id });
    await stage.ada.timePasses(body.data[0].id);
    await stage.ada.until(execution, 'completed');
    expect(await stage.ada.tagsOf(lead.id)).toEqual(['part', 'whole']);
  });

  it('gives a task to an agent, once, and uses what comes of it', async () => {
    const id = await stage.ada.published([
      ENTER,
      {
        id: 'a',
        type: 'agent_task',
        config: { agent: 'lead', task: 'score_leads', lead_id_as: 'lead_ids' },
        next: 'b',
      },
      tag('b', null),
    ]);
    const execution = await stage.ada.run(id, { lead_id: (await stage.ada.lead()).id });
    await until('the run of the agent is over', async () => {
      await stage.ada.timePasses(execution);
      return (await stage.ada.instance(execution)).status !== 'waiting';
    });
    const { outputs } = await stage.ada.until(execution, 'completed');
    expect(outputs['a']).toMatchObject({ run_id: expect.any(String), result: expect.any(Object) });
    const runs = await stage.app.sql('select trigger from agent_runs where user_id = $1', [stage.ada.id]);
    expect(runs).toEqual([{ trigger: 'workflow' }]);
  });

  it('is slowed down and split, and keeps what it is told to keep', async () => {
    const variants = [
      { name: 'left', weight: 1 },
      { name: 'right', weight: 1 },
    ];
    const id = await stage.ada.published([
      ENTER,
      { id: 'a', type: 'rate_limit', config: { count: 1, per: 'hour' }, next: 'b' },
      { id: 'b', type: 'split', config: { variants }, next: { left: 'c', right: 'c' } },
      { id: 'c', type: 'post', config: { platform: 'linkedin', content: 'We have news.' }, next: 'd' },
      { id: 'd', type: 'exit', config: { reason: 'enough' }, next: {} },
    ]);
    const [first, second] = [await stage.ada.run(id), await stage.ada.run(id)];
    const done = await stage.ada.until(first, 'completed');
    expect(done.reason).toBe('enough');
    expect(done.outputs['c']).toMatchObject({
      status: 'draft',
      not_connected: 'LinkedIn',
      message: expect.stringContaining('/api/social-auth/authorize'),
    });
    const posts = await stage.ada.client.get('/api/social/posts');
    expect(posts.body.data[0]).toMatchObject({
      id: (done.outputs['c'] as { post_id: string }).post_id,
      status: 'draft',
    });
    const held = await stage.ada.until(second, 'waiting', 'a');
    expect(Date.parse((held as unknown as { due_at: string }).due_at)).toBeGreaterThan(
      Date.now() + 3_500_000,
    );
  });

  it('uses a text that a step has written: kept in the library, posted, said of the lead', async () => {
    const ask = (id: string, next: object, more: object) => ({
      id,
      type: 'ai',
      config: { instructions: 'Sort it.', lead_fields: ['company'], ...more },
      next,
    });
    const id = await stage.ada.published([
      ENTER,
      ask('a', { hot: 'b', cold: null }, { choices: ['hot', 'cold'], fallback: 'hot', save_to: 'heat' }),
      ask('b', { next: 'c' }, { fallback: 'A text by rule.' }),
      {
        id: 'c',
        type: 'keep_content',
        config: { title: 'By rule', title_key: 'title', text_from: 'b' },
        next: 'd',
      },
      { id: 'd', type: 'post', config: { platform: 'linkedin', content_from: 'b' }, next: null },
    ]);
    const lead = await stage.ada.lead();
    const execution = await stage.ada.run(id, { lead_id: lead.id, parameters: { title: 'Of the input' } });
    const { outputs } = await stage.ada.until(execution, 'completed');
    expect(outputs['b']).toMatchObject({ text: 'A text by rule.', ai: false });
    expect((await stage.ada.client.get(`/api/leads/${lead.id}`)).body.data.custom_fields).toEqual({
      heat: 'hot',
    });
    const kept = await stage.ada.client.get('/api/content/library');
    expect(kept.body.data[0]).toMatchObject({ title: 'Of the input' });
    expect((await stage.ada.client.get('/api/social/posts')).body.data[0].content).toBe('A text by rule.');
  });

  it('passes over a post that nobody has written', async () => {
    const id = await stage.ada.published([
      ENTER,
      tag('a', 'd'),
      { id: 'd', type: 'post', config: { platform: 'linkedin', content_from: 'a' }, next: null },
    ]);
    const lead = await stage.ada.lead();
    const { steps } = await stage.ada.until(await stage.ada.run(id, { lead_id: lead.id }), 'completed');
    expect(steps.at(-1)).toMatchObject({ step: 'd', status: 'skipped' });
  });

  it('gives no time to a post that its network would not take', async () => {
    const config = { platform: 'instagram', content: 'No picture', in: { hours: 1 } };
    const id = await stage.ada.published([ENTER, { id: 'a', type: 'post', config, next: null }]);
    const failed = await stage.ada.until(await stage.ada.run(id), 'failed', 'a');
    expect(failed).toMatchObject({ error_code: 'social/post-unfit' });
    expect((await stage.ada.client.get('/api/social/posts?platform=instagram')).body.data).toEqual([]);
  });

  it('makes no video up: the built-in creator says what is missing', async () => {
    const contentIdeas = [
      { title: 'Sourdough', description: 'In three minutes', tags: ['bread'] },
      { title: 'Rye' },
    ];
    const { status, body } = await stage.ada.client.post('/workflows/ai-video-creator/run', { contentIdeas });
    expect([status, body.detail, body.execution_ids.length]).toEqual([
      200,
      'AI Video Creator workflow queued.',
      2,
    ]);
    const failed = await stage.ada.until(body.execution_ids[0], 'waiting', 'plan');
    expect(failed).toMatchObject({ error_code: 'ai/not-configured' });
    await stage.app.sql(
      `update workflow_executions set step = 'video', outside = false, due_at = now() where id = $1`,
      [body.execution_ids[0]],
    );
    await stage.ada.look();
    expect(await stage.ada.until(body.execution_ids[0], 'failed', 'video')).toMatchObject({
      error_code: 'workflows/video-plan-missing',
    });
  });

  it('runs built-in workflows on a version that stays', async () => {
    const { status, body } = await stage.ada.client.post(`${WORKFLOWS}/execute`, {
      workflow_id: 'lead_nurture',
      lead_id: (await stage.ada.lead()).id,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'success', message: 'Workflow lead_nurture executed' });
    await stage.ada.until(body.execution_id, 'waiting', 'opened');
    expect((await stage.ada.client.get(`${WORKFLOWS}/lead_nurture/versions`)).body.data[0].version).toBe(1);
    expect((await stage.ada.client.get('/api/workflow/lead_nurture/status')).body.data.name).toBe(
      'Lead Nurture Workflow',
    );
  });
}
