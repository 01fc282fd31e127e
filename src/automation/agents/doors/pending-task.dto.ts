import type { RunStatus } from '../runs/run.js';

/** A task that is not done yet: follow it at `/api/agents/runs/{task_id}`. */
export class PendingTask {
  /** The id of the run. */
  task_id!: string;
  /** @example 'running' */
  run_status!: RunStatus;
}
