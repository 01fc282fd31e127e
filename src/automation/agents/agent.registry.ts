import { Inject, Injectable } from '@nestjs/common';
import type { AgentTask } from './agent-task.js';
import { AgentUnknown, TaskUnknown } from './agents.errors.js';
import { BaseAgent } from './base.agent.js';

export const AGENTS = Symbol('agents');

/** A task of an agent, under the names they are kept by. */
export interface FoundTask {
  readonly agent: BaseAgent;
  readonly name: string;
  readonly task: AgentTask;
}

/** Every agent there is, found by its id or by any name it answers to. */
@Injectable()
export class AgentRegistry {
  private readonly byName = new Map<string, BaseAgent>();

  constructor(@Inject(AGENTS) readonly all: readonly BaseAgent[]) {
    for (const agent of all)
      for (const name of [agent.id, ...agent.aliases]) {
        if (this.byName.has(name)) throw new Error(`Two agents answer to ${name}.`);
        this.byName.set(name, agent);
      }
  }

  get(name: string): BaseAgent {
    const agent = this.byName.get(name);
    if (!agent) throw new AgentUnknown(this.all.map(({ id }) => id).join(', '));
    return agent;
  }

  task(agentName: string, taskName: string): FoundTask {
    const agent = this.get(agentName);
    const name = Object.hasOwn(agent.taskAliases, taskName) ? agent.taskAliases[taskName] : taskName;
    const task = name !== undefined && Object.hasOwn(agent.tasks, name) ? agent.tasks[name] : undefined;
    if (!task || name === undefined) throw new TaskUnknown(agent.name, Object.keys(agent.tasks).join(', '));
    return { agent, name, task };
  }
}
