import { Injectable } from '@nestjs/common';
import { Doors } from '../entries/doors.js';
import { Entries } from '../entries/entries.service.js';
import { StepWorker } from '../runs/step-worker.js';
import { deedKey, type Outcome, type Visit, went } from '../runs/visit.js';
import type { SubFlowConfig } from '../steps/deed.shapes.js';

const DEEPEST = 5;

/** Lets the lead into another workflow, and goes on when that instance is over, or at once. */
@Injectable()
export class SubFlowNode extends StepWorker {
  readonly type = 'sub_flow';

  constructor(
    private readonly doors: Doors,
    private readonly entries: Entries,
  ) {
    super();
  }

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    // Each child knows its parent: one by one.
    for (const visit of visits) outcomes.push(await this.one(visit));
    return outcomes;
  }

  private async one(visit: Visit): Promise<Outcome> {
    const { workflow_id, wait } = visit.step.config as unknown as SubFlowConfig;
    const { id, ownerId, leadId, input, depth, state, woken } = visit.execution;
    if (woken)
      return went({ outputs: woken['outputs'] }, woken['status'] === 'completed' ? 'done' : 'failed');
    if (state?.['child']) return { kind: 'wait', until: null };
    if (depth >= DEEPEST)
      return {
        kind: 'fail',
        code: 'workflows/too-deep',
        message: `Workflows call each other at most ${DEEPEST} deep.`,
        final: true,
      };
    const door = await this.doors.open(ownerId, workflow_id);
    const entry = { leadId, input, dedupeKey: deedKey(visit) };
    const [entered] = await this.entries.enter(ownerId, { ...door, parent: { id, depth } }, [entry]);
    const child = entered?.executionId ?? null;
    if (child === null)
      return {
        kind: 'go',
        skipped: 'The other workflow did not let the lead in.',
        exit: wait ? 'failed' : 'done',
      };
    return wait ? { kind: 'wait', until: null, state: { child } } : went({ execution_id: child });
  }
}
