import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { ToldEvent } from '#domains/leads/telling/lead-event';
import { Database } from '#platform/database/database';

@Injectable()
export class EventRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('workflow_executions');
  }

  /** Wakes who waits for one of the events, in one statement; what the step before the wait could have seen does not count. */
  async wake(ownerId: string, events: readonly ToldEvent[]): Promise<number> {
    const { rows } = await sql<{ id: string }>`
      with happened as (
        select * from json_to_recordset(${JSON.stringify(events)}::json)
          as given (id bigint, "leadId" uuid, kind text, data jsonb, at timestamptz, xid xid8)
      ), met as (
        select distinct on (waiting.id) waiting.id,
          jsonb_build_object('event', happened.kind, 'at', to_char(happened.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) || happened.data as event
        from happened join workflow_executions waiting
          on waiting.lead_id = happened."leadId" and waiting.awaits = happened.kind and waiting.created_by = ${ownerId}
          and waiting.woken is null and waiting.completed_at is null and happened.xid is distinct from waiting.seen_by
          and (waiting.since <= happened.at or not pg_visible_in_snapshot(happened.xid, waiting.seen))
        where app.is_awaited(happened.data, waiting.awaits_match)
        order by waiting.id, happened.id
      )
      update workflow_executions set woken = met.event,
        due_at = case when status <> 'paused' then least(due_at, now()) end,
        held_due = case when status = 'paused' then now() end
      from met where workflow_executions.id = met.id
      returning workflow_executions.id`.execute(this.tables);
    return rows.length;
  }
}
