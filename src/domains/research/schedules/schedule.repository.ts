import { Injectable } from '@nestjs/common';
import { type Selectable, sql, type Updateable } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { ScrapeSchedulesTable } from '#platform/database/schema.generated';
import type { PageQuery } from '#platform/http/page-query';
import type { NewSchedule, ScrapeSchedule } from './schedule.dto.js';

/** How a run of a schedule went. */
export interface RunOutcome {
  /** The page that was read last; null where none was. */
  readonly lastResultId: string | null;
  /** Why nothing was read. */
  readonly error: string | null;
}

@Injectable()
export class ScheduleRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('scrape_schedules');
  }

  /** Nothing when the owner has so many already. */
  async add(
    ownerId: string,
    { name, scrape_type, config, schedule_cron, is_active }: NewSchedule,
    { nextRunAt, atMost }: { nextRunAt: Date | null; atMost: number },
  ): Promise<ScrapeSchedule | undefined> {
    const { rows } = await sql<Selectable<ScrapeSchedulesTable>>`
      insert into scrape_schedules (id, user_id, name, scrape_type, config, schedule_cron, is_active, next_run_at)
      select ${newId()}, ${ownerId}, ${name}, ${scrape_type}, ${JSON.stringify(config)}::jsonb, ${schedule_cron}, ${is_active},
        ${nextRunAt}
      where (select count(*) from scrape_schedules where user_id = ${ownerId}) < ${atMost}
      returning *`.execute(this.tables);
    return rows[0] && toSchedule(rows[0]);
  }

  /** Newest first. */
  async list(ownerId: string, page: PageQuery): Promise<Page<ScrapeSchedule>> {
    const own = this.tables.selectFrom('scrape_schedules').selectAll().where('user_id', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map(toSchedule), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<ScrapeSchedule | undefined> {
    const row = await this.tables
      .selectFrom('scrape_schedules')
      .selectAll()
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toSchedule(row);
  }

  async change(
    ownerId: string,
    id: string,
    columns: Updateable<ScrapeSchedulesTable>,
  ): Promise<ScrapeSchedule | undefined> {
    const row = await this.tables
      .updateTable('scrape_schedules')
      .set(columns)
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    return row && toSchedule(row);
  }

  /** Notes how a run went; a run that kept nothing leaves the last result as it was. */
  async ran(ownerId: string, id: string, { lastResultId, error }: RunOutcome): Promise<void> {
    await this.change(ownerId, id, {
      last_error: error,
      ...(lastResultId !== null && { last_result_id: lastResultId }),
    });
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('scrape_schedules')
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

function toSchedule({ user_id: _owner, config, ...row }: Selectable<ScrapeSchedulesTable>): ScrapeSchedule {
  return { ...row, config: (config ?? {}) as Record<string, unknown> };
}
