import { spyOn } from 'jest-mock';
import { DefinitionBook } from '#automation/workflows/definitions/definition-book';
import { EnterScheduledJob } from '#automation/workflows/entries/scheduled-entry.kind';
import { Jobs } from '#platform/jobs/jobs';
import type { TestApp } from '../../support/app.js';
import { delay, ENTER, flowsApp, Owner, tag, WORKFLOWS } from './flows.js';

describe('a workflow that lets nobody in', () => {
  const stage = {} as { app: TestApp; ada: Owner };
  beforeAll(async () => void (stage.app = await flowsApp()));
  beforeEach(async () => void (stage.ada = await Owner.of(stage.app)));
  afterAll(() => stage.app.close());

  const everybody = (next: string) => ({
    id: 'enter',
    type: 'trigger',
    config: { on: 'schedule', cron: '0 0 1 1 *', filter: { all: [] } },
    next,
  });
  /** A firing that was sent before anything happened to the workflow. */
  const fired = async (workflowId: string, nth: number) => {
    await stage.app.get(Jobs).send(EnterScheduledJob, {
      ownerId: stage.ada.id,
      jobId: `workflow:${workflowId}:enter`,
      dueAt: `2026-01-01T00:00:0${nth}.000Z`,
      workflowId,
      version: 1,
      step: 'enter',
    });
    await stage.app.drainJobs();
  };
  const entered = async (workflowId: string) =>
    (await stage.app.sql('select from workflow_executions where workflow_id = $1', [workflowId])).length;

  it('leaves a firing that comes after its pause without effect, and lets in again when it goes on', async () => {
    const lead = await stage.ada.lead();
    const id = await stage.ada.published([everybody('a'), tag('a', null, 'touched')]);
    await stage.ada.client.post(`${WORKFLOWS}/${id}/pause`);
    await fired(id, 1);
    expect([await entered(id), await stage.ada.tagsOf(lead.id)]).toEqual([0, []]);
    await stage.ada.client.post(`${WORKFLOWS}/${id}/resume`);
    await fired(id, 1);
    expect(await entered(id)).toBe(1);
  });

  it('is as closed when it is deleted while another process still knows it', async () => {
    await stage.ada.lead();
    const id = await stage.ada.published([everybody('a'), delay('a', null)]);
    await fired(id, 1);
    const book = stage.app.get(DefinitionBook);
    const definition = await book.one(stage.ada.id, { workflowId: id, version: 1 });
    await stage.ada.client.delete(`${WORKFLOWS}/${id}`);
    const one = spyOn(book, 'one').mockResolvedValue(definition);
    await fired(id, 2);
    one.mockRestore();
    expect(await entered(id)).toBe(1);
  });

  it('ends an instance of which there is no version any more', async () => {
    const id = await stage.ada.published([ENTER, delay('a', null)]);
    const execution = await stage.ada.run(id);
    await stage.ada.until(execution, 'waiting', 'a');
    await stage.app.sql('delete from workflow_versions where workflow_id = $1', [id]);
    stage.app.get(DefinitionBook).forget(stage.ada.id, id);
    await stage.ada.timePasses(execution);
    expect(await stage.ada.instance(execution)).toMatchObject({
      status: 'cancelled',
      reason: 'the workflow is gone',
    });
  });

  it('counts a firing once, however often it is followed', async () => {
    for (let lead = 0; lead < 3; lead += 1) await stage.ada.lead();
    const id = await stage.ada.published([everybody('a'), delay('a', null)]);
    const figures = () =>
      stage.app.sql(
        `select entered::int, done::int, skipped::int from workflow_figures where workflow_id = $1 and step = 'enter'`,
        [id],
      );
    await fired(id, 1);
    await stage.ada.lead();
    await fired(id, 1);
    expect(await figures()).toEqual([{ entered: 4, done: 4, skipped: 0 }]);
    await fired(id, 2);
    expect(await figures()).toEqual([{ entered: 8, done: 4, skipped: 4 }]);
  });
});
