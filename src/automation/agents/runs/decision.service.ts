import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import { NothingToDecide, RunCancelled, RunOver, RunRejected } from '../agents.errors.js';
import type { Run } from './run.js';
import { toRunError } from './run-executor.js';
import { RunRecords } from './run-records.js';
import { AgentRuns } from './run.service.js';
import { RunWatch } from './run-watch.js';

const CANCELLED_WITHIN_MS = 2_500;
const LOOK_EVERY_MS = 50;

/** What owners decide about runs under way: to end them, or what a run may do that it asks about. */
@Injectable()
export class RunDecisions {
  constructor(
    private readonly database: Database,
    private readonly records: RunRecords,
    private readonly runs: AgentRuns,
    private readonly watch: RunWatch,
    private readonly settings: Settings,
  ) {}

  /** Ends an open run: within two seconds, down to the call to a provider, whichever process works on it. */
  async cancel(userId: string, id: string): Promise<Run> {
    const run = await this.runs.get(userId, id);
    const told = await this.records.runs.cancel(userId, run.id, toRunError(new RunCancelled()));
    if (!told) throw new RunOver();
    this.watch.abort(run.id, new RunCancelled());
    return this.ended(userId, told);
  }

  /** Lets the step that waits be done, and goes on. */
  async approve(userId: string, id: string): Promise<Run> {
    await this.decide(userId, id, 'approved');
    return this.runs.carryOn(userId, id, this.settings.AGENT_WAIT_SECONDS * 1_000);
  }

  /** Forbids the step that waits; the run ends with it. */
  async reject(userId: string, id: string): Promise<Run> {
    await this.decide(userId, id, 'rejected');
    return this.runs.get(userId, id);
  }

  private async decide(userId: string, id: string, decision: 'approved' | 'rejected'): Promise<void> {
    const run = await this.runs.get(userId, id);
    const error = decision === 'rejected' ? toRunError(new RunRejected()) : null;
    await this.database.transaction(async () => {
      const moved = await this.records.runs.decide(userId, run.id, error);
      if (!moved || !(await this.records.steps.decide(userId, run.id, decision))) throw new NothingToDecide();
    });
  }

  private async ended(userId: string, run: Run): Promise<Run> {
    const until = Date.now() + CANCELLED_WITHIN_MS;
    let seen = run;
    while (seen.status === 'running' && Date.now() < until) {
      await sleep(LOOK_EVERY_MS);
      seen = await this.runs.get(userId, run.id);
    }
    return seen;
  }
}
