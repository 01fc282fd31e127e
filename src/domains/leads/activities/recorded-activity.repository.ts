import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '#kernel/ids';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import { RECORDED_TYPES } from '../timeline/timeline.dto.js';
import type { RecordActivity, RecordedActivity } from './recorded-activity.dto.js';

const ACTIVITY = sql`id, activity_type as type, activity_data ->> 'direction' as direction, activity_data ->> 'subject' as subject,
  activity_data ->> 'text' as text, activity_data ->> 'outcome' as outcome,
  (activity_data ->> 'duration_minutes')::integer as duration_minutes, occurred_at, activity_data ->> 'edited_at' as edited_at`;
/** Rows that somebody has written past the application may hold anything. */
const IS_RECORDED = sql`activity_type in (${sql.join(RECORDED_TYPES.map((type) => sql.lit(type)))})
  and coalesce(activity_data ->> 'duration_minutes', '0') ~ '^\\d{1,4}$'`;

/** An activity by its lead and its own id. */
export interface ActivityKey {
  leadId: string;
  activityId: string;
}

/** What people have recorded stands among what happened to a lead, whose last activity it may be. */
@Injectable()
export class RecordedActivityRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_activities', 'leads');
  }

  /** The latest first. */
  async list(
    ownerId: string,
    leadId: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<RecordedActivity>> {
    const key = cursor === undefined ? undefined : decodeRowCursor(cursor);
    const rest = key ? sql`and (occurred_at, id) < (${key.at}::timestamptz, ${key.name}::uuid)` : sql``;
    const { rows } = await sql<RecordedActivity>`
      select ${ACTIVITY} from lead_activities
      where lead_id = ${leadId} and created_by = ${ownerId} and ${IS_RECORDED} ${rest}
      order by occurred_at desc, id desc limit ${limit + 1}`.execute(this.tables);
    return toPage(rows, limit, ({ occurred_at, id }) => [occurred_at, id]);
  }

  /** Undefined when there is no such lead. */
  async add(
    ownerId: string,
    leadId: string,
    activity: RecordActivity,
    at: string | null,
  ): Promise<RecordedActivity | undefined> {
    const { rows } = await sql<RecordedActivity>`
      with lead as (
        update leads set last_activity_at = greatest(last_activity_at, coalesce(${at}::timestamptz, now()))
        where id = ${leadId} and created_by = ${ownerId} returning id
      )
      insert into lead_activities (id, lead_id, created_by, activity_type, source, activity_data, occurred_at)
      select ${newId()}::uuid, lead.id, ${ownerId}::uuid, ${activity.type}, 'person', ${dataOf(activity)}::jsonb,
        coalesce(${at}::timestamptz, now())
      from lead returning ${ACTIVITY}`.execute(this.tables);
    return rows[0];
  }

  async change(
    ownerId: string,
    key: ActivityKey,
    activity: RecordActivity,
    at: string | null,
  ): Promise<RecordedActivity | undefined> {
    const { rows } = await sql<RecordedActivity>`
      update lead_activities set activity_type = ${activity.type},
        activity_data = ${dataOf(activity)}::jsonb || jsonb_build_object('edited_at',
          to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
        occurred_at = coalesce(${at}::timestamptz, occurred_at)
      where ${named(ownerId, key)} returning ${ACTIVITY}`.execute(this.tables);
    return rows[0];
  }

  async remove(ownerId: string, key: ActivityKey): Promise<boolean> {
    const { numAffectedRows } = await sql`delete from lead_activities where ${named(ownerId, key)}`.execute(
      this.tables,
    );
    return (numAffectedRows ?? 0n) > 0n;
  }
}

/** What is known of it, without its type and time. */
function dataOf({ direction, subject, text, outcome, duration_minutes }: RecordActivity): string {
  const known = { direction, subject, text, outcome, duration_minutes };
  return JSON.stringify(Object.fromEntries(Object.entries(known).filter(([, value]) => value != null)));
}

function named(ownerId: string, { leadId, activityId }: ActivityKey): RawBuilder<unknown> {
  return sql`id = ${activityId} and lead_id = ${leadId} and created_by = ${ownerId} and ${IS_RECORDED}`;
}
