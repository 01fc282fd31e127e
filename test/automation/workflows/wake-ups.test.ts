import { setTimeout as sleep } from 'node:timers/promises';
import { spyOn } from 'jest-mock';
import { Boarding } from '#automation/workflows/runs/boarding';
import { onPostgres } from '../../support/where.js';
import { delay, ENTER, openStage, Owner, type Stage, tag } from './flows.js';

const RealDate = Date;
/** Of a process whose clock is a minute behind. */
class LateDate extends RealDate {
  constructor(...given: [] | [number | string]) {
    super(...((given.length === 0 ? [RealDate.now() - 60_000] : given) as [number]));
  }
}

/** What happens to a lead while its instance is on the way to a wait. Two connections at a time: only a server has them. */
describe('what happens to a lead', () => {
  const stage = {} as Stage;
  beforeAll(async () => void Object.assign(stage, await openStage()));
  afterAll(async () => {
    await stage.outside.close();
    await stage.app.close();
  });

  const forTag = (id: string, next: string) => ({
    id,
    type: 'wait_for_event',
    config: { event: { on: 'tag_added', tag: 'x' }, timeout: { days: 5 } },
    next: { happened: next, timed_out: null },
  });
  const started = async (steps: object[]) => {
    const workflowId = await stage.ada.published(steps);
    const lead = await stage.ada.lead();
    const id = await stage.ada.run(workflowId, { lead_id: lead.id });
    await stage.ada.until(id, 'waiting', 'a');
    return { workflowId, id, lead };
  };
  const tagged = (leadId: string) => stage.ada.client.put(`/api/leads/${leadId}`, { tags: ['x'] });

  onPostgres('counts when it is told before the wait is committed', async () => {
    const { ada, app } = stage;
    const { workflowId, id, lead } = await started([
      ENTER,
      delay('a', 'b'),
      forTag('b', 'c'),
      tag('c', null),
    ]);
    const holding = app.sql(
      `select pg_sleep(2) from (select from workflow_figures where workflow_id = $1 and step = 'a' for update) held`,
      [workflowId],
    );
    await sleep(300);
    await app.sql(`update workflow_executions set due_at = now() - interval '1 second' where id = $1`, [id]);
    const looking = ada.look();
    await sleep(700);
    await tagged(lead.id);
    await Promise.all([holding, looking, ada.hear()]);
    await ada.look();
    await ada.until(id, 'completed');
    expect((await ada.instance(id)).steps.find(({ step }) => step === 'b')?.exit).toBe('happened');
  });

  onPostgres('counts when a branch before the wait could not see it', async () => {
    const { ada, app } = stage;
    const { id, lead } = await started([
      ENTER,
      delay('a', 'q'),
      {
        id: 'q',
        type: 'branch',
        config: { filter: { field: 'tags', op: 'has', value: 'x' } },
        next: { yes: null, no: 'b' },
      },
      forTag('b', 'c'),
      tag('c', null),
    ]);
    const other = await started([ENTER, delay('a', 'b'), tag('b', 'c', 'other'), delay('c', null)]);
    await app.sql(
      `update workflow_executions set step = case when id = $1 then 'q' else 'b' end, seq = 2, status = 'running',
         looked = false, due_at = now() + interval '1 hour' where id = any($2::uuid[])`,
      [id, [id, other.id]],
    );
    const holding = app.sql('select pg_sleep(2) from (select from leads where id = $1 for update) held', [
      other.lead.id,
    ]);
    await sleep(300);
    await app.sql(
      `update workflow_executions set due_at = now() - case when id = $1 then interval '2 seconds' else interval '1 second' end
       where id = any($2::uuid[])`,
      [id, [id, other.id]],
    );
    const looking = ada.look();
    await sleep(700);
    await tagged(lead.id);
    await Promise.all([holding, looking]);
    await ada.hear();
    await ada.look();
    await ada.until(id, 'completed');
    expect((await ada.instance(id)).steps.map(({ step, exit }) => `${step} ${exit}`)).toContain('b happened');
  });

  it('does not count where the instance has done it itself, or where it was before', async () => {
    const { ada } = stage;
    const { id, lead } = await started([
      ENTER,
      delay('a', 'b'),
      tag('b', 'c', 'x'),
      forTag('c', 'd'),
      tag('d', null),
    ]);
    await ada.timePasses(id);
    await ada.until(id, 'waiting', 'c');
    await ada.hear();
    expect(await ada.tagsOf(lead.id)).toEqual(['x']);
    expect(await ada.instance(id)).toMatchObject({ status: 'waiting', step: 'c' });
    await ada.client.put(`/api/leads/${lead.id}`, { tags: [] });
    await tagged(lead.id);
    await ada.hear();
    await ada.until(id, 'completed');
  });

  it('lets in each event of a lead where a lead may enter always, and the first where it may not', async () => {
    const { app } = stage;
    const ada = await Owner.of(app);
    const trigger = { id: 'enter', type: 'trigger', config: { on: 'tag_added' }, next: 'a' };
    const always = await ada.published([trigger, delay('a', null)], {
      re_entry: 'always',
      dedupe_key: 'input.tag',
    });
    const once = await ada.published([trigger, delay('a', null)], { re_entry: 'after_end' });
    const lead = await ada.lead();
    await ada.client.put(`/api/leads/${lead.id}`, { tags: ['p', 'q'] });
    await ada.hear();
    const tags = async (workflowId: string) => {
      const rows = await app.sql<{ tag: string }>(
        `select input_data ->> 'tag' as tag from workflow_executions where workflow_id = $1 order by 1`,
        [workflowId],
      );
      return rows.map((row) => row.tag);
    };
    expect([await tags(always), await tags(once)]).toEqual([['p', 'q'], ['p']]);
  });

  it('is counted by twenty entries of a lead in an hour at most, however many events come at once', async () => {
    const { app } = stage;
    const ada = await Owner.of(app);
    const trigger = { id: 'enter', type: 'trigger', config: { on: 'tag_added' }, next: 'a' };
    const id = await ada.published([trigger, delay('a', null)], { re_entry: 'always' });
    const lead = await ada.lead();
    const tags = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, nth) => `t${from + nth}`);
    await ada.client.put(`/api/leads/${lead.id}`, { tags: tags(0, 8) });
    await ada.hear();
    await ada.client.put(`/api/leads/${lead.id}`, { tags: tags(0, 40) });
    await ada.hear();
    expect(
      await app.sql('select count(*)::int from workflow_executions where workflow_id = $1', [id]),
    ).toEqual([{ count: 20 }]);
  });

  it('is waited for by the clock that says what is due, whatever this process takes the time to be', async () => {
    const { ada, app } = stage;
    const { id } = await started([ENTER, delay('a', null, { minutes: 1 })]);
    const board = spyOn(app.get(Boarding), 'board');
    await app.sql('update workflow_executions set due_at = now() where id = $1', [id]);
    globalThis.Date = LateDate as DateConstructor;
    await ada.look().finally(() => (globalThis.Date = RealDate));
    expect(await ada.instance(id)).toMatchObject({ status: 'completed' });
    expect(board.mock.calls.length).toBeLessThan(5);
    board.mockRestore();
  });
});
