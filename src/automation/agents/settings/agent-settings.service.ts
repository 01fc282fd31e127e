import { Injectable } from '@nestjs/common';
import { AgentDisabled } from '../agents.errors.js';
import type { AgentSettingsChanges } from './agent-settings.dto.js';
import { type AgentAllowance, AgentSettingsRepository } from './agent-settings.repository.js';

/** What owners allow their agents. */
@Injectable()
export class AgentSettings {
  constructor(private readonly settings: AgentSettingsRepository) {}

  of(userId: string, agent: string): Promise<AgentAllowance> {
    return this.settings.find(userId, agent);
  }

  all(userId: string): Promise<ReadonlyMap<string, AgentAllowance>> {
    return this.settings.all(userId);
  }

  /** The allowance of an agent that may work; refused while it is switched off. */
  async ofWorking(userId: string, agent: string): Promise<AgentAllowance> {
    const allowance = await this.of(userId, agent);
    if (!allowance.enabled) throw new AgentDisabled(agent);
    return allowance;
  }

  change(userId: string, agent: string, changes: AgentSettingsChanges): Promise<AgentAllowance> {
    return this.settings.change(userId, agent, {
      ...(changes.enabled !== undefined && { enabled: changes.enabled }),
      ...(changes.approve_from !== undefined && { approve_from: changes.approve_from }),
      ...(changes.run_budget_usd !== undefined && {
        run_budget_cents: changes.run_budget_usd === null ? null : Math.round(changes.run_budget_usd * 100),
      }),
    });
  }
}
