import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Lead, LeadWriter } from '../lead.answers.dto.js';
import { LEAD_COLUMNS, type LeadRow, toLead } from '../lead-row.repository.js';
import type { NewLead } from './matching.js';

const WRITTEN =
  `first_name last_name email email_norm email_issues email_suggestion phone phone_norm external_id company job_title industry company_size
  country annual_revenue source status lead_score tags notes consent custom_fields`.split(/\s+/);
const COLUMNS = sql.join(WRITTEN.map((name) => sql.ref(name)));
const POPULATED = sql.join(WRITTEN.map((name) => sql.ref(`row.${name}`)));

/** Many leads in few statements. */
@Injectable()
export class UpsertRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads');
  }

  /** The owner's leads with one of these keys, held until the transaction ends, always in the same order. */
  async known(
    ownerId: string,
    externalIds: readonly string[],
    addresses: readonly string[],
  ): Promise<Lead[]> {
    const { rows } = await sql<LeadRow>`
      with known as (
        select id from leads where created_by = ${ownerId} and external_id = any(${[...externalIds]}::text[])
        union select id from leads where created_by = ${ownerId} and email_norm = any(${[...addresses]}::text[])
      ), held as (
        select * from leads where id = any(array(select id from known)) and created_by = ${ownerId}
        order by id for no key update
      )
      select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from held) lead`.execute(
      this.tables,
    );
    return rows.map(toLead);
  }

  /** New leads; one whose key somebody else has taken meanwhile is left out. */
  async add(ownerId: string, leads: readonly NewLead[], origin: LeadWriter): Promise<Lead[]> {
    if (leads.length === 0) return [];
    const given = JSON.stringify(
      leads.map(({ id, columns, field_sources }) => ({ ...NEW_LEAD, ...columns, id, field_sources })),
    );
    const { rows } = await sql<LeadRow>`
      with added as (
        insert into leads (id, created_by, origin, field_sources, ${COLUMNS})
        select row.id, ${ownerId}::uuid, ${origin}, row.field_sources, ${POPULATED}
        from jsonb_populate_recordset(null::leads, ${given}::jsonb) as row order by row.email_norm, row.external_id
        on conflict do nothing returning *
      ) select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from added) lead`.execute(
      this.tables,
    );
    return rows.map(toLead);
  }

  /** Changes of leads, as columns; answers the leads as they are now. */
  async change(
    ownerId: string,
    changes: readonly { id: string; columns: Record<string, unknown> }[],
    writer: LeadWriter | `${LeadWriter}:${string}`,
  ): Promise<Lead[]> {
    if (changes.length === 0) return [];
    const { rows } = await sql<LeadRow>`
      with changed as (
        update leads set writer = ${writer},
          (${COLUMNS}) = (select ${POPULATED} from jsonb_populate_record(leads, given.columns) as row)
        from json_to_recordset(${JSON.stringify(changes)}::json) as given (id uuid, columns jsonb)
        where leads.id = given.id and leads.created_by = ${ownerId} returning leads.*
      ) select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from changed) lead`.execute(
      this.tables,
    );
    return rows.map(toLead);
  }
}

const NEW_LEAD = {
  source: 'manual',
  status: 'new',
  lead_score: 0,
  tags: [],
  consent: 'unknown',
  custom_fields: {},
};
