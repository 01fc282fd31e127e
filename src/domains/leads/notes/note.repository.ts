import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '#kernel/ids';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { LeadNote } from './note.dto.js';

const NOTE = sql`id, activity_data ->> 'text' as text, occurred_at as created_at, activity_data ->> 'edited_at' as edited_at`;

/** Notes stand among what happened to a lead. */
@Injectable()
export class NoteRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_activities');
  }

  /** Newest first. */
  async list(
    ownerId: string,
    leadId: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<LeadNote>> {
    const key = cursor === undefined ? undefined : decodeRowCursor(cursor);
    const rest = key ? sql`and (occurred_at, id) < (${key.at}::timestamptz, ${key.name}::uuid)` : sql``;
    const { rows } = await sql<LeadNote>`
      select ${NOTE} from lead_activities
      where lead_id = ${leadId} and created_by = ${ownerId} and activity_type = 'note' ${rest}
      order by occurred_at desc, id desc limit ${limit + 1}`.execute(this.tables);
    return toPage(rows, limit, ({ created_at, id }) => [created_at, id]);
  }

  async add(ownerId: string, leadId: string, text: string): Promise<LeadNote> {
    const { rows } = await sql<LeadNote>`
      insert into lead_activities (id, lead_id, created_by, activity_type, source, activity_data)
      values (${newId()}, ${leadId}, ${ownerId}, 'note', 'person', jsonb_build_object('text', ${text}::text))
      returning ${NOTE}`.execute(this.tables);
    return rows[0] as LeadNote;
  }

  async change(ownerId: string, note: NoteKey, text: string): Promise<LeadNote | undefined> {
    const { rows } = await sql<LeadNote>`
      update lead_activities set activity_data = jsonb_build_object('text', ${text}::text,
        'edited_at', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      where ${named(ownerId, note)} returning ${NOTE}`.execute(this.tables);
    return rows[0];
  }

  async remove(ownerId: string, note: NoteKey): Promise<boolean> {
    const { numAffectedRows } = await sql`delete from lead_activities where ${named(ownerId, note)}`.execute(
      this.tables,
    );
    return (numAffectedRows ?? 0n) > 0n;
  }
}

/** A note by its lead and its own id. */
export interface NoteKey {
  leadId: string;
  noteId: string;
}

function named(ownerId: string, { leadId, noteId }: NoteKey): RawBuilder<unknown> {
  return sql`id = ${noteId} and lead_id = ${leadId} and created_by = ${ownerId} and activity_type = 'note'`;
}
