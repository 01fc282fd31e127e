import type { StepType } from '../steps/step-shapes.js';
import type { Outcome, Visit } from './visit.js';

/** Does the steps of one type within our database. */
export abstract class StepWorker {
  abstract readonly type: StepType;

  /**
   * What comes of the visits, in their order; all are of one step of one version, and of one owner. What it writes is kept
   * together with the outcomes, or none of it is. It is called again when a wait is over.
   */
  abstract work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]>;
}

/** Does the steps of one type that reach beyond the database. A call may be made twice where its worker is lost. */
export abstract class OutsideWorker {
  abstract readonly type: StepType;
  /** After which a call has certainly ended; whoever is silent for longer is given up. */
  abstract readonly leaseSeconds: number;

  abstract call(visit: Visit, signal: AbortSignal): Promise<Outcome>;
}

export const STEP_WORKERS = Symbol('workflows: step workers');
export const OUTSIDE_WORKERS = Symbol('workflows: outside workers');

/** The owner of the visits. */
export function ownerOf([{ execution }]: readonly [Visit, ...Visit[]]): string {
  return execution.ownerId;
}
