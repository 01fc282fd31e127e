import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import type { AgentRun } from '../runs/agent-run.js';
import type { Answered } from '../runs/deed.js';
import { OpenClawGateway } from './openclaw-gateway.js';
import { OpenClawRepository } from './openclaw.repository.js';
import { isAmong, skillOf } from './skills.js';

/** Which way a task went. */
export const EXECUTION_PATHS = ['openclaw', 'legacy', 'openclaw_failed_fallback_legacy'] as const;
export type ExecutionPath = (typeof EXECUTION_PATHS)[number];

/** A task as the gateway is given it. */
export interface GatewayTask<T> {
  readonly agent: string;
  readonly task: string;
  /** What to do with the material, in our own words. */
  readonly instructions: string;
  /** Material only: whatever people, pages and documents say. */
  readonly material: Record<string, unknown>;
  /** What its words come to; null where they do not fit. */
  readonly read: (words: string) => T | null;
}

export interface Routed<T> extends Answered<T> {
  readonly path: ExecutionPath;
}

/** Gives tasks of the users who are among the percentage to the gateway; whatever goes wrong there, our own agent does them. */
@Injectable()
export class OpenClawRoute {
  constructor(
    private readonly settings: OpenClawRepository,
    private readonly gateway: OpenClawGateway,
  ) {}

  /** Without a gateway this is `ours`, and nothing else. */
  async answer<T>(run: AgentRun, task: GatewayTask<T>, ours: () => Promise<Answered<T>>): Promise<Routed<T>> {
    const words = this.gateway.model === null ? undefined : await this.ask(run, task);
    const value = typeof words === 'string' ? task.read(words) : null;
    if (value !== null) return { value, ai: true, path: 'openclaw' };
    return { ...(await ours()), path: words === undefined ? 'legacy' : 'openclaw_failed_fallback_legacy' };
  }

  /** The words of the gateway; null where it failed, undefined for a user who is not among the percentage. */
  private async ask<T>(
    run: AgentRun,
    { agent, task, instructions, material }: GatewayTask<T>,
  ): Promise<string | null | undefined> {
    const isChosen = await run.step({ key: 'choose a path' }, async () =>
      isAmong(run.userId, await this.settings.percentage()),
    );
    if (!isChosen) return undefined;
    const skill = skillOf(agent);
    const { words } = await run.step({ key: 'ask OpenClaw', input: { skill, material } }, async () => {
      const { userId, signal } = run;
      const request = { userId, taskType: task, skill, input: material, instructions, signal };
      try {
        return { words: await this.gateway.ask(request), error: null };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { words: null, error: error.message };
      }
    });
    return words;
  }
}
