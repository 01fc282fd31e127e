import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

const TAGS_AT_MOST = 50;

/** What tagging came to: leads that are the owner's, that changed, that would have more tags than a lead may have. */
export interface Tagging {
  found: number;
  changed: number;
  full: number;
}

@Injectable()
export class TagRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_activities');
  }

  /** Adds and takes off in one statement, keeping the order of the tags, and notes it where something changed. */
  async change(
    ownerId: string,
    leadIds: readonly string[],
    add: readonly string[],
    remove: readonly string[],
  ): Promise<Tagging> {
    const { rows } = await sql<Tagging>`
      with lead as (
        select id, coalesce(tags, '{}') as tags from leads
        where id = any(${[...leadIds]}::uuid[]) and created_by = ${ownerId} order by id for no key update
      ), wanted as (
        select id, tags as before, array(
          select tag from unnest(tags || ${[...add]}::text[]) with ordinality as one (tag, place)
          where tag <> all(${[...remove]}::text[]) group by tag order by min(place)
        ) as tags from lead
      ), changed as (
        update leads set tags = wanted.tags from wanted
        where leads.id = wanted.id and leads.created_by = ${ownerId} and wanted.tags <> wanted.before
        returning leads.id, wanted.before, wanted.tags
      ), noted as (
        insert into lead_activities (lead_id, created_by, activity_type, source, activity_data)
        select id, ${ownerId}::uuid, 'tagged', 'person', jsonb_build_object(
          'added', array(select unnest(tags) except select unnest(before)),
          'removed', array(select unnest(before) except select unnest(tags)))
        from changed
      )
      select count(*)::int as found, (select count(*)::int from changed) as changed,
        count(*) filter (where cardinality(tags) > ${TAGS_AT_MOST})::int as full
      from wanted`.execute(this.tables);
    return rows[0] ?? { found: 0, changed: 0, full: 0 };
  }
}
