import { Injectable } from '@nestjs/common';
import { LeadBatches, type LeadValues } from '#domains/leads/batches/lead-batch.service';
import type { Step } from '../definitions/definition.js';
import type { ScoreConfig, TagConfig } from '../steps/deed.shapes.js';

/** Whose leads a step of which workflow changes. */
interface Doer {
  readonly ownerId: string;
  readonly workflowId: string;
}

type Deed = (ownerId: string, leadIds: readonly string[], writer: string) => Promise<void>;

/** What steps say of leads, in a run and in a rehearsal. */
@Injectable()
export class LeadDeeds {
  constructor(private readonly leads: LeadBatches) {}

  /** Says it of all of them, in one statement; a step of another kind says nothing of leads, and false is answered. */
  async do({ ownerId, workflowId }: Doer, step: Step, leadIds: readonly string[]): Promise<boolean> {
    const deed = this.deedOf(step);
    if (deed && leadIds.length > 0) await deed(ownerId, leadIds, `workflow:${workflowId}`);
    return deed !== undefined;
  }

  private deedOf({ type, config }: Step): Deed | undefined {
    const { tags } = config as unknown as TagConfig;
    switch (type) {
      case 'update_lead':
        return (ownerId, ids, by) => this.leads.write(ownerId, ids, config as LeadValues, by);
      case 'add_tag':
        return (ownerId, ids, by) => this.leads.tag(ownerId, ids, { add: tags }, by);
      case 'remove_tag':
        return (ownerId, ids, by) => this.leads.tag(ownerId, ids, { remove: tags }, by);
      case 'score': {
        const { by: points, to = 0 } = config as unknown as ScoreConfig;
        return (ownerId, ids, by) =>
          this.leads.score(ownerId, ids, points === undefined ? { to } : { by: points }, by);
      }
      default:
        return undefined;
    }
  }
}
