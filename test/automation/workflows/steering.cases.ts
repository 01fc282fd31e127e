import { Retention } from '#platform/retention/retention';
import { until } from '../../support/until.js';
import { delay, ENTER, hook, type Stage, tag, WORKFLOWS } from './flows.js';

/** What owners do about instances, and what rules keep them from entering. */
export function itIsSteered(stage: Stage): void {
  it('fails for good where trying again is of no use, and can be retried in bulk on a better version', async () => {
    const id = await stage.ada.published([
      ENTER,
      hook('a', 'b', `${stage.outside.url}/gone`),
      tag('b', null),
    ]);
    stage.outside.will({ status: 410, body: '' }, { status: 404, body: '' });
    const leads = await Promise.all([stage.ada.lead(), stage.ada.lead()]);
    const { body } = await stage.ada.client.post(`${WORKFLOWS}/${id}/execute`, {
      lead_ids: leads.map((lead) => lead.id),
    });
    const [one, two] = body.data.execution_ids as [string, string];
    expect(await stage.ada.until(one, 'failed', 'a')).toMatchObject({
      error_code: 'workflows/webhook-refused',
    });
    await stage.ada.until(two, 'failed', 'a');
    const dead = await stage.ada.client.get(`${WORKFLOWS}/${id}/executions?status=failed`);
    expect(dead.body.data).toHaveLength(2);
    stage.outside.will({ body: '' });
    expect((await stage.ada.client.post(`${WORKFLOWS}/executions/${one}/retry`, {})).status).toBe(200);
    await stage.ada.until(one, 'completed');
    await stage.ada.client.put(`${WORKFLOWS}/${id}`, {
      steps: [ENTER, tag('a', 'b'), tag('b', null)],
      format: 2,
      status: 'active',
    });
    const retried = await stage.ada.client.post(`${WORKFLOWS}/${id}/executions/retry`, {
      error_code: 'workflows/webhook-refused',
      from: 'start',
      to_version: 2,
    });
    expect(retried.body.data).toEqual({ changed: 1, refused: 0 });
    expect(await stage.ada.until(two, 'completed')).toMatchObject({ version: 2 });
    expect(await stage.ada.tagsOf(leads[1]!.id)).toEqual(['a', 'b']);
    const again = await stage.ada.client.post(`${WORKFLOWS}/executions/${two}/retry`, {});
    expect([again.status, again.body.code]).toEqual([409, 'workflows/execution-not-open']);
  });

  it('goes on from whichever step is named, and nowhere from one that is not there', async () => {
    const steps = [ENTER, tag('a', 'b'), hook('b', 'c', `${stage.outside.url}/gone`), tag('c', null)];
    const id = await stage.ada.published(steps);
    stage.outside.will({ status: 410, body: '' });
    const lead = await stage.ada.lead();
    const execution = await stage.ada.run(id, { lead_id: lead.id });
    await stage.ada.until(execution, 'failed', 'b');
    const path = `${WORKFLOWS}/executions/${execution}/retry`;
    const nowhere = await stage.ada.client.post(path, { from: 'z' });
    expect([nowhere.status, nowhere.body.code]).toEqual([422, 'workflows/step-unknown']);
    await stage.ada.client.put(`/api/leads/${lead.id}`, { tags: [] });
    expect((await stage.ada.client.post(path, { from: 'c' })).status).toBe(200);
    await stage.ada.until(execution, 'completed');
    expect(await stage.ada.tagsOf(lead.id)).toEqual(['c']);
    expect(stage.outside.requests).toHaveLength(1);
  });

  it('is let in by the rules of re-entry, and once for a key', async () => {
    const lead = await stage.ada.lead();
    const tries = async (settings: object) => {
      const id = await stage.ada.published([ENTER, delay('a', null)], settings);
      const enter = async (order: number) =>
        (
          await stage.ada.client.post(`${WORKFLOWS}/${id}/execute`, {
            lead_id: lead.id,
            parameters: { order },
          })
        ).status;
      const statuses = [await enter(1), await enter(1)];
      await stage.ada.look();
      await stage.ada.client.post(`${WORKFLOWS}/${id}/executions/cancel`, {});
      return [...statuses, await enter(1), await enter(2)];
    };
    expect(await tries({ re_entry: 'never' })).toEqual([200, 409, 409, 409]);
    expect(await tries({ re_entry: 'after_end' })).toEqual([200, 409, 200, 409]);
    expect(await tries({ re_entry: 'always' })).toEqual([200, 200, 200, 200]);
    expect(await tries({ re_entry: 'always', dedupe_key: 'input.order' })).toEqual([200, 409, 409, 200]);
  });

  it('waits in line for those with its key', async () => {
    const id = await stage.ada.published([ENTER, delay('a', null)], { concurrency_key: 'input.room' });
    const run = async (room: string) =>
      stage.ada.run(id, { lead_id: (await stage.ada.lead()).id, parameters: { room } });
    const [first, second, other] = [await run('x'), await run('x'), await run('y')];
    await stage.ada.until(first, 'waiting', 'a');
    await stage.ada.until(other, 'waiting', 'a');
    expect((await stage.ada.instance(second)).status).toBe('pending');
    await stage.ada.timePasses(first);
    await stage.ada.until(first, 'completed');
    await stage.ada.look();
    await stage.ada.until(second, 'waiting', 'a');
  });

  it('is over when its lead has become what the workflow is for, or is gone', async () => {
    const goal = { field: 'status', op: 'is', value: 'customer' };
    const id = await stage.ada.published([ENTER, delay('a', 'b'), tag('b', null)], { goal });
    const [won, gone] = await Promise.all([stage.ada.lead(), stage.ada.lead()]);
    const [one, two] = [
      await stage.ada.run(id, { lead_id: won.id }),
      await stage.ada.run(id, { lead_id: gone.id }),
    ];
    await stage.ada.until(one, 'waiting');
    await stage.ada.until(two, 'waiting');
    await stage.ada.client.put(`/api/leads/${won.id}`, { status: 'customer' });
    await stage.ada.client.delete(`/api/leads/${gone.id}`);
    await stage.ada.timePasses();
    expect(await stage.ada.until(one, 'completed')).toMatchObject({ reason: 'goal' });
    expect(await stage.ada.until(two, 'cancelled')).toMatchObject({ reason: 'the lead is gone' });
    expect(await stage.ada.tagsOf(won.id)).toEqual([]);
  });

  it('stands still while it is paused, alone or with its workflow, and goes on where it was', async () => {
    const id = await stage.ada.published([ENTER, delay('a', 'b'), tag('b', null)]);
    const [alone, along] = [
      await stage.ada.run(id, { lead_id: (await stage.ada.lead()).id }),
      await stage.ada.run(id),
    ];
    await stage.ada.until(alone, 'waiting');
    await stage.ada.until(along, 'waiting');
    expect((await stage.ada.client.post(`${WORKFLOWS}/executions/${alone}/pause`)).body.data.status).toBe(
      'paused',
    );
    expect((await stage.ada.client.post(`${WORKFLOWS}/${id}/pause`)).body.data.status).toBe('inactive');
    expect((await stage.ada.client.post(`${WORKFLOWS}/${id}/execute`, {})).body.code).toBe(
      'workflows/inactive',
    );
    await stage.app.sql(`update workflow_executions set held_due = now() where workflow_id = $1`, [id]);
    await stage.ada.look();
    expect((await stage.ada.instance(along)).status).toBe('paused');
    expect((await stage.ada.client.post(`${WORKFLOWS}/${id}/resume`)).body.data.status).toBe('active');
    await stage.ada.until(along, 'completed');
    expect((await stage.ada.instance(alone)).status).toBe('paused');
    await stage.ada.client.post(`${WORKFLOWS}/executions/${alone}/resume`);
    await stage.ada.until(alone, 'completed');
    expect((await stage.ada.client.post(`${WORKFLOWS}/executions/${alone}/cancel`)).status).toBe(409);
  });

  it('that is at a call when it is cancelled ends with the call', async () => {
    const id = await stage.ada.published([
      ENTER,
      hook('a', 'b', `${stage.outside.url}/slow`),
      tag('b', null),
    ]);
    stage.outside.will({ pieces: ['{}'], pace: 1_000 });
    const lead = await stage.ada.lead();
    const execution = await stage.ada.run(id, { lead_id: lead.id });
    await until('the call is there', () => stage.outside.requests.length === 1);
    expect(
      (await stage.ada.client.post(`${WORKFLOWS}/executions/${execution}/cancel`)).body.data.status,
    ).toBe('running');
    expect(await stage.ada.until(execution, 'cancelled')).toMatchObject({ reason: 'asked for' });
    expect(await stage.ada.tagsOf(lead.id)).toEqual([]);
  });

  it('stays on its version until somebody takes it to another', async () => {
    const id = await stage.ada.published([ENTER, delay('a', 'b'), tag('b', null, 'old')]);
    const [stays, goes] = await Promise.all([stage.ada.lead(), stage.ada.lead()]);
    const [one, two] = [
      await stage.ada.run(id, { lead_id: stays.id }),
      await stage.ada.run(id, { lead_id: goes.id }),
    ];
    await stage.ada.until(one, 'waiting');
    await stage.ada.until(two, 'waiting');
    const steps = [{ ...ENTER, next: 'pause' }, delay('pause', 'b'), tag('b', null, 'new')];
    await stage.ada.client.put(`${WORKFLOWS}/${id}`, { steps, format: 2, status: 'active' });
    const path = `${WORKFLOWS}/${id}/executions/migrate`;
    const refused = await stage.ada.client.post(path, { to_version: 2 });
    expect(refused.body.data).toEqual({
      moved: 0,
      left: [{ version: 1, step: 'a', count: 2, reason: 'Version 2 has no such step.' }],
    });
    const moved = await stage.ada.client.post(path, { to_version: 2, ids: [two], steps: { a: 'pause' } });
    expect(moved.body.data).toEqual({ moved: 1, left: [] });
    const strange = await stage.ada.client.post(path, { to_version: 2, ids: [one], steps: { a: 'b' } });
    expect(strange.body.data.left[0].reason).toBe('The step is add_tag in version 2, not delay.');
    await stage.ada.timePasses();
    await stage.ada.until(one, 'completed');
    await stage.ada.until(two, 'completed');
    expect([await stage.ada.tagsOf(stays.id), await stage.ada.tagsOf(goes.id)]).toEqual([['old'], ['new']]);
    expect((await stage.ada.client.post(path, { to_version: 9 })).body.code).toBe(
      'workflows/version-not-found',
    );
  });

  it('is forgotten when it is old, and its figures and who may not enter again are not', async () => {
    const id = await stage.ada.published([ENTER, tag('a', null)], { re_entry: 'never' });
    const lead = await stage.ada.lead();
    const execution = await stage.ada.run(id, { lead_id: lead.id });
    await stage.ada.until(execution, 'completed');
    await stage.app.sql(
      `update workflow_executions set completed_at = now() - interval '401 days' where id = $1`,
      [execution],
    );
    await stage.app.get(Retention).run(new AbortController().signal);
    expect((await stage.ada.client.get(`${WORKFLOWS}/executions/${execution}`)).status).toBe(404);
    const left = await stage.app.sql('select from workflow_steps where execution_id = $1', [execution]);
    expect(left).toEqual([]);
    const { body } = await stage.ada.client.get(`${WORKFLOWS}/${id}/figures`);
    expect(body.data.steps).toContainEqual(expect.objectContaining({ step: 'a', done: 1 }));
    const again = await stage.ada.client.post(`${WORKFLOWS}/${id}/execute`, { lead_id: lead.id });
    expect([again.status, again.body.code]).toEqual([409, 'workflows/not-let-in']);
  });

  it('shows no secret of a definition in what it did', async () => {
    const more = {
      config: { url: `${stage.outside.url}/hook`, headers: { Authorization: 'Bearer of-nobody' } },
    };
    const id = await stage.ada.published([ENTER, hook('a', null, '', more)]);
    stage.outside.will({ body: '' });
    const execution = await stage.ada.run(id);
    const done = await stage.ada.until(execution, 'completed');
    expect(stage.outside.last.headers['authorization']).toBe('Bearer of-nobody');
    expect(JSON.stringify(done.steps)).not.toContain('of-nobody');
  });
}
