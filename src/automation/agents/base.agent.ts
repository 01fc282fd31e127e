import type { AgentTask } from './agent-task.js';

/**
 * Somebody who can be given a task. A subclass says who it is and what it takes; `AgentRuns` is the only door to its work,
 * always for an owner and always written down.
 */
export abstract class BaseAgent {
  abstract readonly id: string;
  /** Other names it answers to. */
  readonly aliases: readonly string[] = [];
  abstract readonly name: string;
  /** One sentence a person or another agent reads to choose it. */
  abstract readonly does: string;
  abstract readonly tasks: Readonly<Record<string, AgentTask>>;
  /** Other names of its tasks. */
  readonly taskAliases: Readonly<Record<string, string>> = {};
}
