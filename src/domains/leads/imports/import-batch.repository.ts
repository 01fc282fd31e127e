import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { codeOf } from '#platform/database/database.errors';
import type { ImportedLead } from '../csv/csv-lead.js';
import type { Duplicates } from './import.dto.js';

const ABOUT_A_ROW = /^2[123]/;

export interface Written {
  created: number;
  /** Leads that were there before and have been filled in. */
  updated: number;
}

/** Writes imported leads. */
@Injectable()
export class ImportBatchRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads');
  }

  isAboutOneRow(error: unknown): boolean {
    return ABOUT_A_ROW.test(codeOf(error)) || ABOUT_A_ROW.test(codeOf((error as { cause?: unknown })?.cause));
  }

  /**
   * Writes leads with distinct addresses in one statement. A known lead takes what the file says and keeps the rest;
   * consent once withdrawn stays withdrawn.
   */
  async write(
    ownerId: string,
    leads: readonly ImportedLead[],
    source: string,
    duplicates: Duplicates,
  ): Promise<Written> {
    const rows = this.parameter(leads.map((lead) => JSON.stringify({ ...lead, id: newId() })));
    const onConflict = duplicates === 'skip' ? sql`do nothing` : FILL_IN;
    const { rows: counted } = await sql<{ created: number; written: number }>`
      with imported as (
        select * from json_to_recordset(${rows}::json) as imported(
          id uuid, first_name text, last_name text, email text, email_norm text, phone text, company text,
          job_title text, industry text, company_size company_size, country text, annual_revenue numeric, source text,
          status lead_status, lead_score integer, tags text[], consent text, notes text, custom_fields jsonb)
      ), written as (
        insert into leads (id, created_by, first_name, last_name, email, email_norm, phone, company, job_title, industry,
          company_size, country, annual_revenue, source, status, lead_score, tags, consent, notes, custom_fields)
        select id, ${ownerId}::uuid, first_name, last_name, email, email_norm, phone, company, job_title, industry,
          company_size, country, annual_revenue, coalesce(source, ${source}), coalesce(status, 'new'),
          coalesce(lead_score, 0), tags, coalesce(consent, 'unknown'), notes, custom_fields
        from imported
        on conflict (created_by, email_norm) ${onConflict}
        returning (xmax = 0) as is_new
      ) select count(*) filter (where is_new) as created, count(*) as written from written`.execute(
      this.tables,
    );
    const { created, written } = counted[0] ?? { created: 0, written: 0 };
    return { created, updated: written - created };
  }

  /** A JSON array as a parameter: bytes where the driver takes them, since V8 counts those and frees them in time. */
  private parameter(texts: readonly string[]): string | Buffer {
    const text = `[${texts.join(',')}]`;
    return this.database.server.kind === 'postgres' ? Buffer.from(text) : text;
  }
}

const FILL_IN = sql`do update set
  first_name = coalesce(excluded.first_name, leads.first_name),
  last_name = coalesce(excluded.last_name, leads.last_name),
  phone = coalesce(excluded.phone, leads.phone),
  company = coalesce(excluded.company, leads.company),
  job_title = coalesce(excluded.job_title, leads.job_title),
  industry = coalesce(excluded.industry, leads.industry),
  company_size = coalesce(excluded.company_size, leads.company_size),
  country = coalesce(excluded.country, leads.country),
  annual_revenue = coalesce(excluded.annual_revenue, leads.annual_revenue),
  status = case when excluded.status = 'new' then leads.status else excluded.status end,
  lead_score = case when excluded.lead_score = 0 then leads.lead_score else excluded.lead_score end,
  tags = case when excluded.tags is null or leads.tags @> excluded.tags then leads.tags
    else array(select distinct unnest(coalesce(leads.tags, '{}') || excluded.tags)) end,
  consent = case when leads.consent = 'withdrawn' or excluded.consent = 'unknown' then leads.consent
    else excluded.consent end,
  notes = coalesce(excluded.notes, leads.notes),
  custom_fields = leads.custom_fields || excluded.custom_fields`;
