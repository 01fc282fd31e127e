import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { Lead } from '../lead.answers.dto.js';
import { LEAD_COLUMNS, type LeadRow, toLead } from '../lead-row.repository.js';
import type { LeadMerge } from './merge.dto.js';

type Columns = Record<string, unknown>;

const WRITTEN =
  `first_name last_name email email_norm email_issues email_suggestion phone phone_norm external_id company job_title industry company_size
  country annual_revenue tags notes consent custom_fields form_id campaign_id metadata enriched_data last_activity_at
  field_sources`.split(/\s+/);
const COLUMNS = sql.join(WRITTEN.map((name) => sql.ref(name)));
const POPULATED = sql.join(WRITTEN.map((name) => sql.ref(`row.${name}`)));

/** A merge with what it changed. */
export interface KeptMerge extends LeadMerge {
  before: Columns;
  after: Columns;
}

@Injectable()
export class MergeRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'removed_leads', 'lead_merges');
  }

  /** The owner's leads with these ids, held until the transaction ends, always in the same order. */
  async held(ownerId: string, ids: readonly string[]): Promise<Lead[]> {
    const { rows } = await sql<LeadRow>`
      with held as (
        select * from leads where created_by = ${ownerId} and id = any(${[...ids]}::uuid[]) order by id for update
      )
      select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from held) lead`.execute(
      this.tables,
    );
    return rows.map(toLead);
  }

  /** Takes leads out of the table and says where they have gone. */
  async takeOut(ownerId: string, ids: readonly string[], intoId: string): Promise<void> {
    await this.tables
      .deleteFrom('leads')
      .where('created_by', '=', ownerId)
      .where('id', 'in', [...ids])
      .execute();
    await this.tables
      .updateTable('removed_leads')
      .set({ into_id: intoId })
      .where('created_by', '=', ownerId)
      .where('id', 'in', [...ids])
      .execute();
  }

  /** Writes columns with who has said them; an address brings its normal form along. */
  async write(ownerId: string, leadId: string, columns: Columns): Promise<void> {
    const { email } = columns;
    const all =
      'email' in columns
        ? { ...columns, email_norm: typeof email === 'string' ? normaliseMailAddress(email) : null }
        : columns;
    await sql`
      update leads set writer = 'person',
        (${COLUMNS}) = (select ${POPULATED} from jsonb_populate_record(leads, ${JSON.stringify(all)}::jsonb) as row)
      where id = ${leadId} and created_by = ${ownerId}`.execute(this.tables);
  }

  async add(
    ownerId: string,
    merge: Pick<KeptMerge, 'into_id' | 'from_ids' | 'before' | 'after'>,
  ): Promise<string> {
    const id = newId();
    await this.tables
      .insertInto('lead_merges')
      .values({
        id,
        created_by: ownerId,
        into_id: merge.into_id,
        from_ids: merge.from_ids,
        before: JSON.stringify(merge.before),
        after: JSON.stringify(merge.after),
      })
      .execute();
    return id;
  }

  /** Held until the transaction ends. */
  async find(ownerId: string, mergeId: string): Promise<KeptMerge | undefined> {
    const row = await this.tables
      .selectFrom('lead_merges')
      .selectAll()
      .where('id', '=', mergeId)
      .where('created_by', '=', ownerId)
      .forUpdate()
      .executeTakeFirst();
    return row as KeptMerge | undefined;
  }

  /** Whether another merge into the same lead came later and stands. */
  async hasLater(ownerId: string, { into_id, created_at }: LeadMerge): Promise<boolean> {
    const row = await this.tables
      .selectFrom('lead_merges')
      .select('id')
      .where('into_id', '=', into_id)
      .where('created_by', '=', ownerId)
      .where('created_at', '>', created_at)
      .where('undone_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  async markUndone(ownerId: string, mergeId: string): Promise<void> {
    await this.tables
      .updateTable('lead_merges')
      .set({ undone_at: sql`now()` })
      .where('id', '=', mergeId)
      .where('created_by', '=', ownerId)
      .execute();
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<LeadMerge>> {
    const own = this.tables
      .selectFrom('lead_merges')
      .select(['id', 'into_id', 'from_ids', 'created_at', 'undone_at'])
      .where('created_by', '=', ownerId);
    return newestFirst(own, page, BY_ID);
  }
}
