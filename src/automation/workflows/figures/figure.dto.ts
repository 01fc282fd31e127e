import { Matches } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

export class FigureQuery {
  /** Of this version only. */
  @MayBeLeftOut()
  @Matches(/^[1-9]\d{0,8}$/, { message: 'version must be the number of a version' })
  version?: string;
}

/** How a step went, over all instances there ever were. */
export class StepFigures {
  version!: number;
  step!: string;
  /**
   * Visits; at a trigger, those who came. A step that is retried is the same visit, and one that goes on in another version counts
   * there. Each is done, skipped, failed, ended or at its goal, or goes on.
   */
  entered!: number;
  /** Visits that did what the step is for; at a trigger, those who were let in. */
  done!: number;
  /** Instances that are there now. */
  waiting!: number;
  /** Visits that had nothing to do; at a trigger, those who were not let in. */
  skipped!: number;
  /** Visits that failed for good. */
  failed!: number;
  /** Visits broken off because the instance was cancelled, too old, or without its lead. */
  ended!: number;
  /** Visits broken off because the lead had become what the workflow is for. */
  goal!: number;
}

export class WorkflowFigures {
  workflow_id!: string;
  steps!: StepFigures[];
}
