import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { AiCharge } from './ai-charge.js';

/** Money to be set aside for calls of one user on one day, unless it would break the limit. */
export interface Hold {
  readonly id: string;
  readonly userId: string;
  readonly day: string;
  readonly micros: number;
  readonly limitMicros: number;
}

/** What a call has spent, and how much of the money set aside for it is free again. */
export interface Settlement {
  readonly userId: string;
  readonly day: string;
  /** Null where nothing was set aside. */
  readonly holdId: string | null;
  readonly freedMicros: number;
  readonly spentMicros: number;
}

/** What users have spent each day, and what is set aside for calls under way. */
@Injectable()
export class SpendRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_spend', 'ai_usage', 'app.ai_reservations');
  }

  /**
   * Sets aside what fits, in one statement; holds must be of different users or days. Answers what is used of the day,
   * itself included, for each hold that was granted. Rows are locked in order, so that instances do not wait in a circle.
   */
  async hold(holds: readonly Hold[]): Promise<Map<string, number>> {
    const rows = holds.map(({ id, userId, day, micros, limitMicros }) => {
      return { id, user_id: userId, day, micros, limit_micros: limitMicros };
    });
    const granted = await this.database.asService('ai.budgets', () =>
      sql<{ id: string; used: number }>`
      with wish as (
        select * from json_to_recordset(${JSON.stringify(rows)}::json)
          as wish(id uuid, user_id uuid, day date, micros bigint, limit_micros bigint)
      ), granted as (
        insert into ai_spend as spend (user_id, day, reserved_micros, limit_micros)
        select user_id, day, micros, limit_micros from wish where micros <= limit_micros order by user_id, day
        on conflict (user_id, day) do update
          set reserved_micros = spend.reserved_micros + excluded.reserved_micros, limit_micros = excluded.limit_micros
          where spend.spent_micros + spend.reserved_micros + excluded.reserved_micros <= excluded.limit_micros
        returning user_id, day, spent_micros + reserved_micros as used
      ), held as (
        insert into app.ai_reservations (id, user_id, day, micros, expires_at)
        select wish.id, user_id, day, wish.micros, now() + interval '15 minutes' from wish join granted using (user_id, day)
      )
      select wish.id, granted.used from wish join granted using (user_id, day)`.execute(this.tables),
    );
    return new Map(granted.rows.map(({ id, used }) => [id, used]));
  }

  /** Adds what was spent and gives back what was set aside, as far as that has not expired. */
  async settle(settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length === 0) return;
    const rows = settlements.map(({ userId, day, holdId, freedMicros, spentMicros }) => {
      return { user_id: userId, day, hold_id: holdId, freed: freedMicros, spent: spentMicros };
    });
    await this.database.asService('ai.usage', () =>
      sql`
      with settled as (
        select * from json_to_recordset(${JSON.stringify(rows)}::json)
          as settled(user_id uuid, day date, hold_id uuid, freed bigint, spent bigint)
      ), given_back as (
        select hold_id, sum(freed) as micros from settled where hold_id is not null group by hold_id
      ), emptied as (
        delete from app.ai_reservations held using given_back
        where held.id = given_back.hold_id and held.micros <= given_back.micros
        returning held.user_id, held.day, held.micros
      ), lessened as (
        update app.ai_reservations held set micros = held.micros - given_back.micros from given_back
        where held.id = given_back.hold_id and held.micros > given_back.micros
        returning held.user_id, held.day, given_back.micros
      ), freed as (
        select user_id, day, sum(micros)::bigint as micros
        from (select * from emptied union all select * from lessened) part group by user_id, day
      )
      insert into ai_spend as spend (user_id, day, spent_micros)
      select user_id, day, sum(spent) from settled group by user_id, day order by user_id, day
      on conflict (user_id, day) do update set
        spent_micros = spend.spent_micros + excluded.spent_micros,
        reserved_micros = greatest(0, spend.reserved_micros - coalesce(
          (select micros from freed where freed.user_id = spend.user_id and freed.day = spend.day), 0))`.execute(
        this.tables,
      ),
    );
  }

  /** Takes a charge back unless that has been done: a row of usage that is no longer `ok` has none. */
  async takeBack(userId: string, { usageId, counted }: AiCharge, outcome: string): Promise<void> {
    await this.database.asService('ai.usage', () =>
      sql`
      with undone as (
        update ai_usage set outcome = ${outcome}, cost_micros = 0
        where id = ${usageId} and user_id = ${userId} and outcome = 'ok'
        returning user_id
      )
      update ai_spend spend set spent_micros = greatest(0, spent_micros - ${counted?.micros ?? 0}::bigint) from undone
      where spend.user_id = undone.user_id and spend.day = ${counted?.day ?? null}::date`.execute(
        this.tables,
      ),
    );
  }

  /** Gives back what was set aside by calls nobody has heard of for 15 minutes. */
  async expire(): Promise<void> {
    await this.database.asService('ai.budgets', () =>
      sql`
      with expired as (
        delete from app.ai_reservations where expires_at < now() returning user_id, day, micros
      ), freed as (
        select user_id, day, sum(micros)::bigint as micros from expired group by user_id, day
      ), locked as (
        select user_id, day, freed.micros from ai_spend spend join freed using (user_id, day)
        order by user_id, day for update of spend
      )
      update ai_spend spend set reserved_micros = greatest(0, spend.reserved_micros - locked.micros) from locked
      where spend.user_id = locked.user_id and spend.day = locked.day`.execute(this.tables),
    );
  }
}
