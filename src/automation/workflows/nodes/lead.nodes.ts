import { Injectable } from '@nestjs/common';
import { LeadBatches, type LeadValues } from '#domains/leads/batches/lead-batch.service';
import { StepWorker } from '../runs/step-worker.js';
import { type Outcome, type Visit, went } from '../runs/visit.js';
import type { ScoreConfig, TagConfig } from '../steps/deed.shapes.js';

/** Says something of all leads at the step, in one statement. */
abstract class LeadNode extends StepWorker {
  protected abstract change(ownerId: string, leadIds: readonly string[], visit: Visit): Promise<void>;

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const ids = [...new Set(visits.flatMap(({ lead }) => lead?.id ?? []))];
    const [first] = visits;
    if (ids.length > 0) await this.change(first.execution.ownerId, ids, first);
    return visits.map(({ lead }) => (lead ? went() : { kind: 'go', skipped: 'There is no lead.' }));
  }
}

const writer = ({ execution }: Visit) => `workflow:${execution.workflowId}`;

@Injectable()
export class UpdateLeadNode extends LeadNode {
  readonly type = 'update_lead';

  constructor(private readonly leads: LeadBatches) {
    super();
  }

  protected change(ownerId: string, leadIds: readonly string[], visit: Visit): Promise<void> {
    return this.leads.write(ownerId, leadIds, visit.step.config as LeadValues, writer(visit));
  }
}

@Injectable()
export class AddTagNode extends LeadNode {
  readonly type = 'add_tag';

  constructor(private readonly leads: LeadBatches) {
    super();
  }

  protected change(ownerId: string, leadIds: readonly string[], visit: Visit): Promise<void> {
    const { tags } = visit.step.config as unknown as TagConfig;
    return this.leads.tag(ownerId, leadIds, { add: tags }, writer(visit));
  }
}

@Injectable()
export class RemoveTagNode extends LeadNode {
  readonly type = 'remove_tag';

  constructor(private readonly leads: LeadBatches) {
    super();
  }

  protected change(ownerId: string, leadIds: readonly string[], visit: Visit): Promise<void> {
    const { tags } = visit.step.config as unknown as TagConfig;
    return this.leads.tag(ownerId, leadIds, { remove: tags }, writer(visit));
  }
}

/** Two instances of one lead at the step in one moment move its score once. */
@Injectable()
export class ScoreNode extends LeadNode {
  readonly type = 'score';

  constructor(private readonly leads: LeadBatches) {
    super();
  }

  protected change(ownerId: string, leadIds: readonly string[], visit: Visit): Promise<void> {
    const { by, to = 0 } = visit.step.config as unknown as ScoreConfig;
    return this.leads.score(ownerId, leadIds, by === undefined ? { to } : { by }, writer(visit));
  }
}
