import { Injectable } from '@nestjs/common';
import { StepWorker } from '../runs/step-worker.js';
import { type Outcome, type Visit, went } from '../runs/visit.js';
import { LeadDeeds } from './lead-deeds.js';

/** Says something of all leads at the step, in one statement. */
@Injectable()
abstract class LeadNode extends StepWorker {
  constructor(private readonly deeds: LeadDeeds) {
    super();
  }

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const ids = [...new Set(visits.flatMap(({ lead }) => lead?.id ?? []))];
    const [{ execution, step }] = visits;
    await this.deeds.do(execution, step, ids);
    return visits.map(({ lead }) => (lead ? went() : { kind: 'go', skipped: 'There is no lead.' }));
  }
}

@Injectable()
export class UpdateLeadNode extends LeadNode {
  readonly type = 'update_lead';
}

@Injectable()
export class AddTagNode extends LeadNode {
  readonly type = 'add_tag';
}

@Injectable()
export class RemoveTagNode extends LeadNode {
  readonly type = 'remove_tag';
}

/** Two instances of one lead at the step in one moment move its score once. */
@Injectable()
export class ScoreNode extends LeadNode {
  readonly type = 'score';
}
