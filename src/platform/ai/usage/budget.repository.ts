import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { NewBudget } from './budget.dto.js';

/** A budget an administrator has set for one user, and what that user has used of it today. */
export interface BudgetRow {
  user_id: string;
  daily_cents: number;
  warn_percent: number;
  own_keys: boolean;
  created_at: string;
  updated_at: string;
  spent_micros: number;
  reserved_micros: number;
}

/** What may be spent a day, as an administrator has set it. */
export type SetBudget = Required<NewBudget>;

/** What a user has used of a day. */
export interface DayRow {
  spent_micros: number;
  reserved_micros: number;
}

/** The budgets that differ from the default. */
@Injectable()
export class BudgetRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_budgets', 'ai_spend', 'app.ai_default_budget');
  }

  /** The user's budget, else the default, as far as an administrator has set either. */
  async find(userId: string): Promise<SetBudget | undefined> {
    const { rows } = await this.database.asService('ai.budgets', () =>
      sql<SetBudget>`
      select daily_cents, warn_percent, own_keys from (
        select 1 as place, daily_cents, warn_percent, own_keys from ai_budgets where user_id = ${userId}
        union all
        select 2, daily_cents, warn_percent, own_keys from app.ai_default_budget
      ) budget order by place limit 1`.execute(this.tables),
    );
    return rows[0];
  }

  /** The default, where an administrator has set it. */
  async findDefault(): Promise<SetBudget | undefined> {
    return this.database.asService('ai.budgets', () =>
      this.tables
        .selectFrom('app.ai_default_budget')
        .select(['daily_cents', 'warn_percent', 'own_keys'])
        .executeTakeFirst(),
    );
  }

  async setDefault(budget: SetBudget, adminId: string): Promise<void> {
    const values = { ...budget, set_by: adminId, updated_at: sql<string>`now()` };
    await this.database.asService('ai.budgets', () =>
      this.tables
        .insertInto('app.ai_default_budget')
        .values(values)
        .onConflict((conflict) => conflict.column('is_only').doUpdateSet(values))
        .execute(),
    );
  }

  async removeDefault(): Promise<void> {
    await this.database.asService('ai.budgets', () =>
      this.tables.deleteFrom('app.ai_default_budget').execute(),
    );
  }

  /** What the owner has used of the day. */
  async used(ownerId: string, day: string): Promise<DayRow> {
    const row = await this.tables
      .selectFrom('ai_spend')
      .select(['spent_micros', 'reserved_micros'])
      .where('user_id', '=', ownerId)
      .where('day', '=', day)
      .executeTakeFirst();
    return row ?? { spent_micros: 0, reserved_micros: 0 };
  }

  async set(userId: string, budget: SetBudget, adminId: string): Promise<void> {
    const values = { ...budget, set_by: adminId };
    await this.database.asService('ai.budgets', () =>
      this.tables
        .insertInto('ai_budgets')
        .values({ user_id: userId, ...values })
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
        .execute(),
    );
  }

  async remove(userId: string): Promise<boolean> {
    const { numDeletedRows } = await this.database.asService('ai.budgets', () =>
      this.tables.deleteFrom('ai_budgets').where('user_id', '=', userId).executeTakeFirst(),
    );
    return numDeletedRows > 0n;
  }

  /** Every budget, newest first, with what is used of `day`. */
  async list(
    wanted: { limit: number; cursor?: string; offset?: number },
    day: string,
    userId?: string,
  ): Promise<Page<BudgetRow>> {
    const after = wanted.cursor ? decodeRowCursor(wanted.cursor) : null;
    const { rows } = await this.database.asService('ai.budgets', () =>
      sql<BudgetRow>`
      select budget.user_id, daily_cents, warn_percent, own_keys, created_at, updated_at,
        coalesce(spent_micros, 0)::bigint as spent_micros, coalesce(reserved_micros, 0)::bigint as reserved_micros
      from ai_budgets budget left join ai_spend spend on spend.user_id = budget.user_id and spend.day = ${day}::date
      where ${userId === undefined ? sql`true` : sql`budget.user_id = ${userId}`}
        and ${after === null ? sql`true` : sql`(created_at, budget.user_id) < (${after.at}::timestamptz, ${after.name}::uuid)`}
      order by created_at desc, budget.user_id desc
      limit ${wanted.limit + 1} offset ${wanted.offset ?? 0}`.execute(this.tables),
    );
    return toPage(rows, wanted.limit, ({ created_at, user_id }) => [created_at, user_id]);
  }
}
