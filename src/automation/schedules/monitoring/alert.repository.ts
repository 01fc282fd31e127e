import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { Alert, AlertQuery } from './alert.dto.js';
import type { Shortfall } from './target-check.js';

/** What the owner of an alert is told. */
export interface AlertToTell {
  readonly metric: string;
  readonly value: number;
  readonly target: number;
  readonly campaignId: string;
  /** Where the owner has signed up; null where that is not known. */
  readonly address: string | null;
}

const COLUMNS = [
  ...(['id', 'campaign_id', 'metric', 'value', 'target', 'times'] as const),
  ...(['raised_at', 'last_seen_at', 'told_to', 'told_at', 'acknowledged_at'] as const),
] as const;

@Injectable()
export class AlertRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('campaign_alerts');
  }

  /** Raises alerts in one statement; of one that nobody has acknowledged yet it is noted that it still holds. Answers the new ones. */
  async raise(ownerId: string, campaignId: string, found: readonly Shortfall[]): Promise<string[]> {
    if (found.length === 0) return [];
    const rows = found.map((shortfall) => ({ id: newId(), ...shortfall }));
    const { rows: raised } = await sql<{ id: string; times: number }>`
      insert into campaign_alerts (id, user_id, campaign_id, metric, value, target)
      select r.id, ${ownerId}::uuid, ${campaignId}::uuid, r.metric, r.value, r.target
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, metric text, value float8, target float8)
      on conflict (campaign_id, metric) where acknowledged_at is null
      do update set value = excluded.value, target = excluded.target, times = campaign_alerts.times + 1, last_seen_at = now()
      returning id, times`.execute(this.tables);
    return raised.filter(({ times }) => times === 1).map(({ id }) => id);
  }

  /** Newest first. */
  async list(ownerId: string, query: AlertQuery): Promise<Page<Alert>> {
    let wanted = this.tables
      .selectFrom('campaign_alerts')
      .select(COLUMNS)
      .where('user_id', '=', ownerId)
      .orderBy('raised_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1);
    if (query.campaign_id !== undefined) wanted = wanted.where('campaign_id', '=', query.campaign_id);
    if (query.open === true) wanted = wanted.where('acknowledged_at', 'is', null);
    if (query.cursor !== undefined) {
      const { at, name } = decodeRowCursor(query.cursor);
      wanted = wanted.where(sql<boolean>`(raised_at, id) < (${at}::timestamptz, ${name}::uuid)`);
    }
    if (query.offset) wanted = wanted.offset(query.offset);
    const rows = (await wanted.execute()) as Alert[];
    return toPage(rows, query.limit, ({ raised_at, id }) => [raised_at, id]);
  }

  async acknowledge(ownerId: string, id: string): Promise<Alert | undefined> {
    const row = await this.tables
      .updateTable('campaign_alerts')
      .set({ acknowledged_at: sql`coalesce(acknowledged_at, now())` })
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .returning(COLUMNS)
      .executeTakeFirst();
    return row as Alert | undefined;
  }

  /** Nothing where it has been told, or is gone. */
  async toTell(ownerId: string, id: string): Promise<AlertToTell | undefined> {
    const { rows } = await this.database.asService('clock.schedules', () =>
      sql<AlertToTell>`
        select metric, value, target, campaign_id as "campaignId", app.mail_address_of(user_id) as address
        from campaign_alerts where user_id = ${ownerId} and id = ${id} and told_at is null`.execute(
        this.tables,
      ),
    );
    return rows[0];
  }

  /** The mail begins to leave and is never sent again; false when it has left before. */
  async told(ownerId: string, id: string, to: string): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('campaign_alerts')
      .set({ told_to: to, told_at: sql`now()` })
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .where('told_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}
