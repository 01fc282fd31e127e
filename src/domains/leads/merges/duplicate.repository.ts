import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Lead } from '../lead.answers.dto.js';
import { LEAD_COLUMNS, type LeadRow, toLead } from '../lead-row.repository.js';

const CANDIDATES_AT_MOST = 50;

/** Finds leads that may be the same person, each way by its index. */
@Injectable()
export class DuplicateRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads');
  }

  /** Candidates by phone number, and by patterns over name and address; whether they are alike is judged elsewhere. */
  async candidates(ownerId: string, lead: Lead, patterns: readonly string[]): Promise<Lead[]> {
    const searches = patterns.map(
      (pattern) => sql`union select id from search_leads(${pattern}, ${CANDIDATES_AT_MOST})`,
    );
    const { rows } = await sql<LeadRow>`
      with candidate as (
        (select id from leads where created_by = ${ownerId} and phone_norm = ${lead.phone_norm} limit ${CANDIDATES_AT_MOST})
        ${searches.length > 0 ? sql.join(searches, sql` `) : sql``}
      )
      select row_to_json(lead)::text as json from (
        select ${LEAD_COLUMNS} from leads
        where created_by = ${ownerId} and id <> ${lead.id} and id = any(array(select id from candidate))
        order by leads.created_at desc, leads.id desc
      ) lead`.execute(this.tables);
    return rows.map(toLead);
  }
}
