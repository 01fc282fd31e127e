import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import { newId } from '#kernel/ids';
import { encodeCursor } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, olderThan } from '#platform/database/newest-first';
import { ListedJson } from '#platform/http/listed';
import type { PageQuery } from '#platform/http/page-query';
import type { Lead } from './lead.answers.dto.js';
import type { LeadFields, LeadStatus } from './lead.dto.js';
import { LEAD_COLUMNS, type LeadRow, leadJson, toLead } from './lead-row.repository.js';
import { splitName } from './lead-text.js';

export interface LeadFilter {
  status?: LeadStatus | undefined;
  source?: string | undefined;
  minScore?: number | undefined;
  formId?: string | undefined;
  campaignId?: string | undefined;
}

/** What is written of a lead. */
export type LeadValues = LeadFields & { email?: string; source?: string };

@Injectable()
export class LeadRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads');
  }

  /** Newest first. */
  async list(ownerId: string, filter: LeadFilter, page: PageQuery): Promise<ListedJson> {
    const conditions = [sql`created_by = ${ownerId}`, ...conditionsOf(filter)];
    if (page.cursor !== undefined) conditions.push(olderThan(page.cursor, BY_ID));
    // The limit is written out: with a parameter Postgres would plan every list anew, or for a tenth of all rows.
    const slice = page.offset
      ? sql`${sql.lit(page.limit + 1)} offset ${page.offset}`
      : sql.lit(page.limit + 1);
    const rows = sql`leads where ${sql.join(conditions, sql` and `)}
      order by leads.created_at desc, leads.id desc limit ${slice}`;
    return this.page(rows, page.limit, (last) => [last.created_at, last.id]);
  }

  /** Newest first; `skip` rows are left out. Postgres itself bounds the function to the caller's own rows. */
  async search(pattern: string, limit: number, skip: number): Promise<ListedJson> {
    return this.page(sql`search_leads(${pattern}, ${limit + 1}, ${skip}) as leads`, limit, () => [
      String(skip + limit),
    ]);
  }

  async find(ownerId: string, leadId: string): Promise<Lead | undefined> {
    const { rows } = await sql<LeadRow>`
      select row_to_json(lead)::text as json from (
        select ${LEAD_COLUMNS} from leads where id = ${leadId} and created_by = ${ownerId}
      ) lead`.execute(this.tables);
    return rows[0] && toLead(rows[0]);
  }

  /** The new lead, or nothing when its owner already has one with this address. */
  async add(ownerId: string, values: LeadValues & { email: string }): Promise<Lead | undefined> {
    const columns = { source: 'manual', ...columnsOf(values) };
    const { rows } = await sql<LeadRow>`
      with added as (
        insert into leads (id, created_by, ${sql.join(Object.keys(columns).map((name) => sql.ref(name)))})
        values (${newId()}, ${ownerId}, ${sql.join(Object.values(columns))})
        on conflict (created_by, email_norm) do nothing returning *
      ) select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from added) lead`.execute(
      this.tables,
    );
    return rows[0] && toLead(rows[0]);
  }

  async change(ownerId: string, leadId: string, values: LeadValues): Promise<Lead | undefined> {
    const columns = Object.entries(columnsOf(values));
    if (columns.length === 0) return this.find(ownerId, leadId);
    const { rows } = await sql<LeadRow>`
      with changed as (
        update leads set ${sql.join(columns.map(([name, value]) => sql`${sql.ref(name)} = ${value}`))}
        where id = ${leadId} and created_by = ${ownerId} returning *
      ) select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from changed) lead`.execute(
      this.tables,
    );
    return rows[0] && toLead(rows[0]);
  }

  /** Answers what the lead was reached by and agreed to; undefined when there is none. */
  remove(ownerId: string, leadId: string): Promise<{ email: string | null; consent: string } | undefined> {
    return this.tables
      .deleteFrom('leads')
      .where('id', '=', leadId)
      .where('created_by', '=', ownerId)
      .returning(['email', 'consent'])
      .executeTakeFirst();
  }

  /** One page of rows that were asked for with one more than `limit`. */
  private async page(
    rows: RawBuilder<unknown>,
    limit: number,
    keyOf: (last: Lead) => string[],
  ): Promise<ListedJson> {
    const { rows: found } = await sql<LeadRow>`
      select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from ${rows}) lead`.execute(
      this.tables,
    );
    const items = found.slice(0, limit);
    const last = items[items.length - 1];
    const cursor = found.length > limit && last ? encodeCursor(keyOf(toLead(last))) : null;
    return new ListedJson(`[${items.map(leadJson).join(',')}]`, cursor);
  }
}

function conditionsOf(filter: LeadFilter): RawBuilder<unknown>[] {
  const { status, source, minScore, formId, campaignId } = filter;
  return [
    ...(status === undefined ? [] : [statusIs(status)]),
    ...(source === undefined ? [] : [sql`source = ${source}`]),
    ...(minScore === undefined ? [] : [sql`lead_score >= ${minScore}`]),
    ...(formId === undefined ? [] : [sql`form_id = ${formId}`]),
    ...(campaignId === undefined ? [] : [sql`campaign_id = ${campaignId}`]),
  ];
}

/** Rows from before may have no status: they are new. */
function statusIs(status: LeadStatus): RawBuilder<unknown> {
  return status === 'new' ? sql`(status = 'new' or status is null)` : sql`status = ${status}::lead_status`;
}

/** Column values of what was said; a name is split, `score` is `lead_score`. */
function columnsOf({ name, score, custom_fields, email, ...fields }: LeadValues): Record<string, unknown> {
  const names = typeof name === 'string' ? splitName(name) : undefined;
  const columns: Record<string, unknown> = {
    ...(name === null && { first_name: null, last_name: null }),
    ...(names && { first_name: names.firstName, last_name: names.lastName }),
    ...(email !== undefined && { email: email.trim(), email_norm: normaliseMailAddress(email) }),
    ...(score !== undefined && { lead_score: score }),
    ...(custom_fields !== undefined && { custom_fields: JSON.stringify(custom_fields) }),
    ...fields,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
