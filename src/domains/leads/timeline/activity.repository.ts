import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { TimelinePosition } from './lead-history.js';
import type { EventType, TimelineEvent } from './timeline.dto.js';

/** What has happened and is to be remembered. */
export interface NewActivity {
  leadId: string;
  type: EventType;
  source: string;
  data: Record<string, unknown>;
}

interface ActivityRow {
  id: string;
  activity_type: string;
  activity_data: Record<string, unknown> | null;
  source: string | null;
  occurred_at: string;
}

/** What happened to leads, kept with them. */
@Injectable()
export class ActivityRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_activities');
  }

  /** However many, in one statement; belongs into the transaction of what is noted. */
  async note(ownerId: string, activities: readonly NewActivity[]): Promise<void> {
    if (activities.length === 0) return;
    const rows = activities.map((activity) => ({ ...activity, id: newId() }));
    await sql`
      insert into lead_activities (id, lead_id, created_by, activity_type, activity_data, source)
      select id, "leadId", ${ownerId}::uuid, type, data, source
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as given(id uuid, "leadId" uuid, type text, data jsonb, source text)`.execute(this.tables);
  }

  /** What happened to any of these, newest first: as many look-ups of the index as there are ids. */
  async newest(
    ownerId: string,
    leadIds: readonly string[],
    after: TimelinePosition | null,
    limit: number,
  ): Promise<TimelineEvent[]> {
    const rest = after ? sql`and (occurred_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
    const { rows } = await sql<ActivityRow>`
      select activity.id, activity_type, activity_data, source, occurred_at
      from unnest(${[...leadIds]}::uuid[]) as wanted (lead_id) cross join lateral (
        select id, activity_type, activity_data, source, occurred_at from lead_activities
        where lead_activities.lead_id = wanted.lead_id and created_by = ${ownerId} ${rest}
        order by occurred_at desc, id desc limit ${limit}
      ) activity
      order by occurred_at desc, activity.id desc limit ${limit}`.execute(this.tables);
    return rows.map(toEvent);
  }

  /** Forgets what happened to leads that are forgotten themselves. */
  async forget(leadIds: readonly string[]): Promise<void> {
    await this.tables
      .deleteFrom('lead_activities')
      .where('lead_id', 'in', [...leadIds])
      .execute();
  }
}

function toEvent({ id, activity_type, activity_data, source, occurred_at }: ActivityRow): TimelineEvent {
  return { id, type: activity_type as EventType, at: occurred_at, source, data: activity_data ?? {} };
}
