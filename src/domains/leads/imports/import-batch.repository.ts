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

/** The import that leads come from, and what it does with those that are known. */
export interface ImportedFrom {
  importId: string;
  source: string;
  duplicates: Duplicates;
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
   * Writes leads with distinct addresses in one statement. A known lead takes what the file says, except over
   * what a person has entered by hand, and keeps the rest; consent once withdrawn stays withdrawn.
   */
  async write(
    ownerId: string,
    leads: readonly ImportedLead[],
    { importId, source, duplicates }: ImportedFrom,
  ): Promise<Written> {
    const rows = this.parameter(leads.map((lead) => JSON.stringify({ ...lead, id: newId() })));
    const onConflict =
      duplicates === 'skip'
        ? sql`do nothing`
        : sql`${duplicates === 'fill' ? FILL : UPDATE}, writer = ${`import:${importId}`}`;
    const { rows: counted } = await sql<{ created: number; written: number }>`
      with imported as (
        select * from json_to_recordset(${rows}::json) as imported(
          id uuid, first_name text, last_name text, email text, email_norm text, email_issues text[], email_suggestion text, phone text,
          phone_norm text, company text, job_title text, industry text, company_size company_size, country text, annual_revenue numeric, source text,
          status lead_status, lead_score integer, tags text[], consent text, notes text, external_id text, custom_fields jsonb)
      ), written as (
        insert into leads (id, created_by, first_name, last_name, email, email_norm, email_issues, email_suggestion, phone, phone_norm, company,
          job_title, industry, company_size, country, annual_revenue, source, status, lead_score, tags, consent, notes, external_id, custom_fields, origin)
        select id, ${ownerId}::uuid, first_name, last_name, email, email_norm, coalesce(email_issues, '{}'), email_suggestion, phone, phone_norm, company,
          job_title, industry, company_size, country, annual_revenue, coalesce(source, ${source}), coalesce(status, 'new'),
          coalesce(lead_score, 0), tags, coalesce(consent, 'unknown'), notes, external_id, custom_fields, 'import'
        from imported order by email_norm
        on conflict (created_by, email_norm) ${onConflict}
        returning (xmax = 0) as is_new
      ) select count(*) filter (where is_new) as created, count(*) as written from written`.execute(
      this.tables,
    );
    const { created, written } = counted[0] ?? { created: 0, written: 0 };
    return { created, updated: written - created };
  }

  /** Those of the addresses that the owner has a lead for. */
  async known(ownerId: string, addresses: readonly string[]): Promise<Set<string>> {
    const { rows } = await sql<{ email_norm: string }>`
      select email_norm from leads where created_by = ${ownerId} and email_norm = any(${[...addresses]}::text[])`.execute(
      this.tables,
    );
    return new Set(rows.map(({ email_norm }) => email_norm));
  }

  /** A JSON array as a parameter: bytes where the driver takes them, since V8 counts those and frees them in time. */
  private parameter(texts: readonly string[]): string | Buffer {
    const text = `[${texts.join(',')}]`;
    return this.database.server.kind === 'postgres' ? Buffer.from(text) : text;
  }
}

/** Tags are added; consent once withdrawn stays so, and so does the name a lead has in another system. */
const EITHER_WAY = sql`
  tags = case when excluded.tags is null or leads.tags @> excluded.tags then leads.tags
    else array(select distinct unnest(coalesce(leads.tags, '{}') || excluded.tags)) end,
  external_id = coalesce(leads.external_id, excluded.external_id),
  email_issues = coalesce(leads.email_issues, excluded.email_issues),
  email_suggestion = case when leads.email_issues is null then excluded.email_suggestion else leads.email_suggestion end,
  consent = case when leads.consent = 'withdrawn' or excluded.consent = 'unknown' then leads.consent
    else excluded.consent end`;

const UPDATE = sql`do update set
  first_name = coalesce(excluded.first_name, leads.first_name),
  last_name = coalesce(excluded.last_name, leads.last_name),
  phone = coalesce(excluded.phone, leads.phone),
  phone_norm = case when excluded.phone is null then leads.phone_norm else excluded.phone_norm end,
  company = coalesce(excluded.company, leads.company),
  job_title = coalesce(excluded.job_title, leads.job_title),
  industry = coalesce(excluded.industry, leads.industry),
  company_size = coalesce(excluded.company_size, leads.company_size),
  country = coalesce(excluded.country, leads.country),
  annual_revenue = coalesce(excluded.annual_revenue, leads.annual_revenue),
  status = case when excluded.status = 'new' then leads.status else excluded.status end,
  lead_score = case when excluded.lead_score = 0 then leads.lead_score else excluded.lead_score end,
  notes = coalesce(excluded.notes, leads.notes),
  custom_fields = leads.custom_fields || excluded.custom_fields, ${EITHER_WAY}`;

/** Status and score are never lacking. */
const FILL = sql`do update set
  first_name = coalesce(nullif(leads.first_name, ''), excluded.first_name),
  last_name = coalesce(nullif(leads.last_name, ''), excluded.last_name),
  phone = coalesce(nullif(leads.phone, ''), excluded.phone),
  phone_norm = case when nullif(leads.phone, '') is null and excluded.phone is not null then excluded.phone_norm
    else leads.phone_norm end,
  company = coalesce(nullif(leads.company, ''), excluded.company),
  job_title = coalesce(nullif(leads.job_title, ''), excluded.job_title),
  industry = coalesce(nullif(leads.industry, ''), excluded.industry),
  company_size = coalesce(leads.company_size, excluded.company_size),
  country = coalesce(nullif(leads.country, ''), excluded.country),
  annual_revenue = coalesce(leads.annual_revenue, excluded.annual_revenue),
  notes = coalesce(nullif(leads.notes, ''), excluded.notes),
  custom_fields = leads.custom_fields || excluded.custom_fields || coalesce((
    select jsonb_object_agg(key, value) from jsonb_each(leads.custom_fields) where value not in ('null', '""', '[]')
  ), '{}'), ${EITHER_WAY}`;
