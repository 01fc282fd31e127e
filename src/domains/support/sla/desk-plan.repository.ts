import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { type DeskPlan, USUAL_PLAN } from './desk-plan.js';

/** How the desk works: one row, or the usual plan. */
@Injectable()
export class DeskPlanRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_desk');
  }

  async get(): Promise<DeskPlan> {
    const row = await this.database.asService('support.desk', () =>
      this.tables.selectFrom('support_desk').selectAll().executeTakeFirst(),
    );
    if (!row) return USUAL_PLAN;
    return {
      hours: row.hours as DeskPlan['hours'],
      targets: row.targets as DeskPlan['targets'],
      notifyEmail: row.notify_email,
    };
  }

  async set({ hours, targets, notifyEmail }: DeskPlan, by: string): Promise<void> {
    const values = {
      hours: JSON.stringify(hours),
      targets: JSON.stringify(targets),
      notify_email: notifyEmail,
      updated_by: by,
    };
    await this.database.asService('support.desk', () =>
      this.tables
        .insertInto('support_desk')
        .values(values)
        .onConflict((conflict) =>
          conflict.column('is_the_one').doUpdateSet({ ...values, updated_at: sql<string>`now()` }),
        )
        .execute(),
    );
  }
}
