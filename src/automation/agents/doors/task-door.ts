import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AgentRuns } from '../runs/run.service.js';
import type { PendingTask } from './pending-task.dto.js';

/** Lets routes of their own name give tasks to agents. */
@Injectable()
export class TaskDoor {
  constructor(private readonly runs: AgentRuns) {}

  /** What came of the task; where it takes longer, 202 and the run. A task that failed throws its error. */
  async open<Outcome>(
    userId: string,
    [agent, task]: readonly [agent: string, task: string],
    input: object,
    reply: FastifyReply,
  ): Promise<Outcome> {
    const { run, outcome } = await this.runs.perform<Outcome>(userId, { agent, task, input });
    if (outcome !== null) return outcome;
    void reply.status(202);
    return { task_id: run.id, run_status: run.status } satisfies PendingTask as Outcome;
  }
}
