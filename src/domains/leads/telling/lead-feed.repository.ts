import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import type { LeadEventKind, ToldEvent } from './lead-event.js';

/** What happened to leads of every owner who listens, and what each owner listens to. */
@Injectable()
export class LeadFeed {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_events', 'lead_listeners');
  }

  /** Whether an event waits to be told. */
  waits(): Condition {
    return sql<boolean>`exists (select from lead_events where try_at <= now())`;
  }

  /** The oldest that wait to be told, by their owners. */
  async due(atMost: number): Promise<{ ownerId: string; ids: string[] }[]> {
    return this.database.asService('leads.tell', async () => {
      const { rows } = await sql<{ ownerId: string; ids: string[] }>`
        select created_by as "ownerId", array_agg(id::text order by id) as ids from (
          select id, created_by from lead_events where try_at <= now() order by id limit ${sql.lit(atMost)}
        ) oldest group by created_by order by created_by`.execute(this.tables);
      return rows;
    });
  }

  /**
   * Takes those of an owner's that nobody has taken: they are gone when the transaction ends, and else are still to be told.
   * Waits for whoever holds back what happens to the owner's leads.
   */
  async take(ownerId: string, ids: readonly string[]): Promise<ToldEvent[]> {
    return this.database.asService('leads.tell', async () => {
      await sql`select pg_advisory_xact_lock(${lockOf(ownerId)})`.execute(this.tables);
      const { rows } = await sql<{ events: ToldEvent[] | null }>`
        with taken as (
          delete from lead_events where id = any(${[...ids]}::bigint[]) and created_by = ${ownerId}
          returning id, lead_id, kind, data, at, tries, xid
        )
        select json_agg(json_build_object('id', id, 'leadId', lead_id, 'kind', kind, 'data', data, 'tries', tries,
          'at', to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'xid', xid::text) order by id) as events
        from taken`.execute(this.tables);
      return rows[0]?.events ?? [];
    });
  }

  /** Nothing that happens to the owner's leads is told until the running transaction ends: who waits from now on misses nothing. */
  async holdBack(ownerId: string): Promise<void> {
    await sql`select pg_advisory_xact_lock_shared(${lockOf(ownerId)})`.execute(this.tables);
  }

  /** Puts back events whose telling has failed: they are told again once the seconds are over. */
  async putBack(ownerId: string, events: readonly ToldEvent[], seconds: number): Promise<void> {
    await this.database.asService('leads.tell', () =>
      sql`
        insert into lead_events (id, created_by, lead_id, kind, data, at, xid, tries, try_at)
        overriding system value
        select id, ${ownerId}::uuid, "leadId", kind, data, at, xid, tries + 1, now() + ${seconds} * interval '1 second'
        from json_to_recordset(${JSON.stringify(events)}::json)
          as event(id bigint, "leadId" uuid, kind text, data jsonb, at timestamptz, xid xid8, tries smallint)`.execute(
        this.tables,
      ),
    );
  }

  /** From now on these are noted of the owner's leads, too. */
  async listen(ownerId: string, kinds: readonly LeadEventKind[]): Promise<void> {
    if (kinds.length === 0) return;
    await sql`
      insert into lead_listeners (created_by, kind)
      select ${ownerId}::uuid, kind from unnest(${[...kinds]}::text[]) as kind order by kind
      on conflict do nothing`.execute(this.tables);
  }
}

function lockOf(ownerId: string): RawBuilder<unknown> {
  return sql`hashtextextended(${`lead_events ${ownerId}`}, 0)`;
}
