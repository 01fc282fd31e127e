import { Injectable } from '@nestjs/common';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import type { Filter } from '#domains/leads/filters/filter';
import { ownerOf, StepWorker } from '../runs/step-worker.js';
import { type Outcome, type Visit, went } from '../runs/visit.js';
import {
  type BranchConfig,
  type EndConfig,
  type GoalConfig,
  pathsOf,
  type SplitConfig,
} from '../steps/flow.shapes.js';
import { drawKey, drawn } from '../steps/split.js';

function leadIds(visits: readonly Visit[]): string[] {
  return visits.flatMap(({ lead }) => lead?.id ?? []);
}

/** The first path whose filter means the lead; each path is asked once for all leads that took none before. */
@Injectable()
export class BranchNode extends StepWorker {
  readonly type = 'branch';

  constructor(private readonly leads: LeadBatches) {
    super();
  }

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const { conditions, otherwise } = pathsOf(visits[0].step.config as unknown as BranchConfig);
    const taken = new Map<Visit, string>();
    for (const { exit, filter } of conditions) {
      const open = visits.filter((visit) => !taken.has(visit));
      const meant = await this.leads.matching(ownerOf(visits), filter as unknown as Filter, leadIds(open));
      for (const visit of open) if (visit.lead && meant.has(visit.lead.id)) taken.set(visit, exit);
    }
    return visits.map((visit) => went(undefined, taken.get(visit) ?? otherwise));
  }
}

/** A lead takes the same way whenever it comes by; an instance without a lead is drawn for itself. */
@Injectable()
export class SplitNode extends StepWorker {
  readonly type = 'split';

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const { variants } = visits[0].step.config as unknown as SplitConfig;
    return visits.map(({ execution, step }) => {
      const key = drawKey(execution.workflowId, step.id, execution.leadId ?? execution.id);
      return went(undefined, drawn(variants, key));
    });
  }
}

@Injectable()
export class GoalNode extends StepWorker {
  readonly type = 'goal';

  constructor(private readonly leads: LeadBatches) {
    super();
  }

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const { filter } = visits[0].step.config as unknown as GoalConfig;
    const reached = await this.leads.matching(ownerOf(visits), filter as unknown as Filter, leadIds(visits));
    return visits.map(({ lead }): Outcome =>
      lead && reached.has(lead.id) ? { kind: 'end', reason: 'goal' } : went(),
    );
  }
}

function ending(visits: readonly Visit[], otherwise: string): Outcome[] {
  return visits.map(({ step }) => {
    const { reason } = step.config as unknown as EndConfig;
    return { kind: 'end', reason: reason ?? otherwise };
  });
}

@Injectable()
export class EndNode extends StepWorker {
  readonly type = 'end';

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    return ending(visits, 'end');
  }
}

@Injectable()
export class ExitNode extends StepWorker {
  readonly type = 'exit';

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    return ending(visits, 'exit');
  }
}

/** Nobody stands at a trigger for longer than it takes to pass it. */
@Injectable()
export class TriggerNode extends StepWorker {
  readonly type = 'trigger';

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    return visits.map(() => went());
  }
}
