import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import type { LeadEventKind, ToldEvent, ToldEvents } from './lead-event.js';

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

  /** Takes the oldest, whoever else is taking: they are gone when the transaction ends, and else are still to be told. */
  take(atMost: number): Promise<ToldEvents[]> {
    return this.database.asService('leads.tell', async () => {
      const { rows } = await sql<ToldEvents>`
        with taken as (
          delete from lead_events where id = any(array(
            select id from lead_events where try_at <= now()
            order by id limit ${sql.lit(atMost)} for update skip locked))
          returning id, created_by, lead_id, kind, data, at, tries
        )
        select created_by as "ownerId", json_agg(json_build_object('id', id, 'leadId', lead_id, 'kind', kind,
          'data', data, 'tries', tries, 'at', to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by id) as events
        from taken group by created_by order by created_by`.execute(this.tables);
      return rows;
    });
  }

  /** Puts back events whose telling has failed: they are told again once the seconds are over. */
  async putBack(ownerId: string, events: readonly ToldEvent[], seconds: number): Promise<void> {
    await this.database.asService('leads.tell', () =>
      sql`
        insert into lead_events (id, created_by, lead_id, kind, data, at, tries, try_at)
        overriding system value
        select id, ${ownerId}::uuid, "leadId", kind, data, at, tries + 1, now() + ${seconds} * interval '1 second'
        from json_to_recordset(${JSON.stringify(events)}::json)
          as event(id bigint, "leadId" uuid, kind text, data jsonb, at timestamptz, tries smallint)`.execute(
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
