import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { AgentRegistry } from '../agent.registry.js';
import { TaskUnknown } from '../agents.errors.js';
import type { Run } from '../runs/run.js';
import { AgentRuns } from '../runs/run.service.js';
import type {
  ComparedSide,
  OpenClawComparisonView,
  OpenClawOutcome,
  OpenClawStatus,
  OpenClawTask,
} from './openclaw.dto.js';
import { OpenClawUnset } from './openclaw.errors.js';
import { OpenClawGateway } from './openclaw-gateway.js';
import { OpenClawRepository } from './openclaw.repository.js';
import { isAmong, skillOf, SKILLS } from './skills.js';

const LOCAL_WITHIN_S = 30;

/** The experimental router: for whom an OpenClaw gateway is chosen, and how it does beside our own agents. */
@Injectable()
export class OpenClaw {
  constructor(
    private readonly settings: OpenClawRepository,
    private readonly gateway: OpenClawGateway,
    private readonly registry: AgentRegistry,
    private readonly runs: AgentRuns,
  ) {}

  async status(userId: string): Promise<OpenClawStatus> {
    const [percentage, problem] = await Promise.all([this.settings.percentage(), this.problem()]);
    const isAvailable = problem === null;
    const now = new Date().toISOString();
    return {
      hybrid_service: {
        openclaw_percentage: percentage,
        fallback_enabled: true,
        status: 'active',
        your_path: isAvailable && isAmong(userId, percentage) ? 'openclaw' : 'legacy',
      },
      openclaw: {
        available: isAvailable,
        openclaw_available: isAvailable,
        model: this.gateway.model,
        skill_mappings: { ...SKILLS },
        last_check: now,
        error: problem,
      },
      legacy: { available: true },
      timestamp: now,
    };
  }

  /** Keeps the nearest percentage from 0 to 100, and answers it. */
  async configure(admin: string, percentage: number): Promise<number> {
    const kept = Math.min(100, Math.max(0, percentage));
    await this.settings.set(kept, admin);
    return kept;
  }

  /** Has the gateway do a task. */
  async skill(userId: string, { task_type, input_data }: OpenClawTask): Promise<OpenClawOutcome> {
    const startedAt = performance.now();
    const agent = this.agentFor(task_type)?.agent;
    const skill = skillOf(agent);
    const result = await this.gateway.ask({ userId, taskType: task_type, skill, input: input_data });
    return {
      success: true,
      task_type,
      skill,
      result,
      execution_path: 'openclaw',
      execution_metadata: {
        execution_time_seconds: secondsSince(startedAt),
        task_type,
        model: this.gateway.model ?? '',
        timestamp: new Date().toISOString(),
      },
    };
  }

  /** Has both do it side by side; what goes wrong with one is told beside what the other gives. */
  async compare(userId: string, task: OpenClawTask): Promise<OpenClawComparisonView> {
    if (this.gateway.model === null) throw new OpenClawUnset();
    const startedAt = performance.now();
    const [openclaw, legacy] = await Promise.all([
      sideOf(async () => (await this.skill(userId, task)).result),
      sideOf(() => this.local(userId, task)),
    ]);
    return {
      openclaw,
      legacy,
      both_successful: openclaw.success && legacy.success,
      execution_time_seconds: secondsSince(startedAt),
      task_type: task.task_type,
      timestamp: new Date().toISOString(),
    };
  }

  private async local(userId: string, { task_type, input_data }: OpenClawTask): Promise<unknown> {
    const found = this.agentFor(task_type);
    if (!found) throw new TaskUnknown('None of our agents', 'other tasks: GET /api/agents lists them');
    const wanted = { ...found, input: input_data };
    const run: Run = await this.runs.start(userId, wanted, { deadlineSeconds: LOCAL_WITHIN_S });
    if (run.error) throw new AppError(run.error.code, 'unavailable', run.error.message);
    return run.status === 'completed' ? run.output : { task_id: run.id, status: run.status };
  }

  /** `agent.task`, or a task that one agent of ours takes. */
  private agentFor(taskType: string): { agent: string; task: string } | undefined {
    const [named = '', task] = taskType.split('.', 2);
    for (const agent of this.registry.all) {
      const isNamed = agent.id === named || agent.aliases.includes(named);
      if (task !== undefined && isNamed && Object.hasOwn(agent.tasks, task)) return { agent: agent.id, task };
      if (task === undefined && Object.hasOwn(agent.tasks, named)) return { agent: agent.id, task: named };
    }
    return undefined;
  }

  private async problem(): Promise<string | null> {
    try {
      await this.gateway.probe();
      return null;
    } catch (error) {
      if (error instanceof AppError) return error.message;
      throw error;
    }
  }
}

async function sideOf(work: () => Promise<unknown>): Promise<ComparedSide> {
  const startedAt = performance.now();
  try {
    const result = await work();
    return { success: true, result, error: null, execution_time_seconds: secondsSince(startedAt) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const issues = (error.issues ?? []).map(({ path, message }) => `${path} ${message}`);
    const words = [error.message, ...issues].join(' ');
    return { success: false, result: null, error: words, execution_time_seconds: secondsSince(startedAt) };
  }
}

const secondsSince = (startedAt: number): number => Math.round(performance.now() - startedAt) / 1_000;
