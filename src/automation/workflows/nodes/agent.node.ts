import { Injectable } from '@nestjs/common';
import { AgentRuns } from '#automation/agents/runs/run.service';
import type { Run } from '#automation/agents/runs/run';
import { AppError } from '#kernel/errors';
import { failureOf } from '../runs/failure.js';
import { ownerOf, StepWorker } from '../runs/step-worker.js';
import { type Outcome, type Visit, went } from '../runs/visit.js';
import type { AgentConfig } from '../steps/deed.shapes.js';

const FIRST_LOOK_MS = 2_000;
const LATER_LOOKS_MS = 10_000;

/** Gives a task to an agent, once, and goes on when its run is over. A run that waits for a person is waited for. */
@Injectable()
export class AgentTaskNode extends StepWorker {
  readonly type = 'agent_task';

  constructor(private readonly runs: AgentRuns) {
    super();
  }

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const ownerId = ownerOf(visits);
    const known = visits.flatMap(({ execution: { state } }) =>
      typeof state?.['run'] === 'string' ? state['run'] : [],
    );
    const runs = new Map((await this.runs.many(ownerId, known)).map((run) => [run.id, run]));
    const outcomes: Outcome[] = [];
    for (const visit of visits) {
      const id = visit.execution.state?.['run'];
      const run = typeof id === 'string' ? runs.get(id) : undefined;
      outcomes.push(run ? outcomeOf(run, visit) : await this.started(ownerId, visit));
    }
    return outcomes;
  }

  /** The run and the note of it are committed together. */
  private async started(ownerId: string, visit: Visit): Promise<Outcome> {
    const { agent, task, input, lead_id_as, max_cost_usd } = visit.step.config as unknown as AgentConfig;
    const { leadId } = visit.execution;
    if (lead_id_as !== undefined && leadId === null) return { kind: 'go', skipped: 'There is no lead.' };
    const about = lead_id_as && { [lead_id_as]: lead_id_as === 'lead_ids' ? [leadId] : leadId };
    try {
      const wanted = { agent, task, input: { ...input, ...about } };
      const run = await this.runs.enqueue(ownerId, wanted, { trigger: 'workflow', maxCostUsd: max_cost_usd });
      return { kind: 'wait', until: new Date(visit.now.getTime() + FIRST_LOOK_MS), state: { run } };
    } catch (error) {
      if (error instanceof AppError) return failureOf(error);
      throw error;
    }
  }
}

function outcomeOf(run: Run, { now }: Visit): Outcome {
  if (run.status === 'completed') return went({ run_id: run.id, result: run.output, ai: run.ai });
  if (run.status === 'failed' || run.status === 'cancelled')
    return {
      kind: 'fail',
      code: run.error?.code ?? 'agents/run-failed',
      message: run.error?.message ?? 'The run of the agent did not succeed.',
      // The run has been tried as often as it may be.
      final: true,
      output: { run_id: run.id },
    };
  return { kind: 'wait', until: new Date(now.getTime() + LATER_LOOKS_MS) };
}
