import { Injectable } from '@nestjs/common';
import type { Selectable, Updateable } from 'kysely';
import { Database } from '#platform/database/database';
import type { AgentSettingsTable } from '#platform/database/schema.generated';
import type { ApproveFrom } from '../risk.js';

/** What an owner allows one agent. */
export interface AgentAllowance {
  readonly enabled: boolean;
  readonly approveFrom: ApproveFrom;
  /** US cents; null: no limit of its own. */
  readonly runBudgetCents: number | null;
}

const UNSET: AgentAllowance = { enabled: true, approveFrom: 'never', runBudgetCents: null };

@Injectable()
export class AgentSettingsRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('agent_settings');
  }

  async find(userId: string, agent: string): Promise<AgentAllowance> {
    const row = await this.tables
      .selectFrom('agent_settings')
      .selectAll()
      .where('user_id', '=', userId)
      .where('agent', '=', agent)
      .executeTakeFirst();
    return row ? toAllowance(row) : UNSET;
  }

  async all(userId: string): Promise<Map<string, AgentAllowance>> {
    const rows = await this.tables
      .selectFrom('agent_settings')
      .selectAll()
      .where('user_id', '=', userId)
      .execute();
    return new Map(rows.map((row) => [row.agent, toAllowance(row)]));
  }

  async change(
    userId: string,
    agent: string,
    columns: Updateable<AgentSettingsTable>,
  ): Promise<AgentAllowance> {
    const row = await this.tables
      .insertInto('agent_settings')
      .values({ user_id: userId, agent, ...columns } as never)
      .onConflict((taken) => taken.columns(['user_id', 'agent']).doUpdateSet({ agent, ...columns }))
      .returningAll()
      .executeTakeFirstOrThrow();
    return toAllowance(row);
  }
}

function toAllowance(row: Selectable<AgentSettingsTable>): AgentAllowance {
  return {
    enabled: row.enabled,
    approveFrom: row.approve_from as ApproveFrom,
    runBudgetCents: row.run_budget_cents,
  };
}
