import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { codeOf } from '#platform/database/database.errors';
import type { PublishedForm } from '../forms/published-form.js';
import type { Submission } from './submission.js';

/** A checked submission and the form it was made for; the form's owner owns the lead. */
export interface Capture {
  form: PublishedForm;
  submission: Submission;
}

/** Data exceptions and broken constraints; everything else would befall every row alike. */
const ABOUT_A_ROW = /^2[123]/;

@Injectable()
export class CaptureRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_capture_forms');
  }

  isAboutOneRow(error: unknown): boolean {
    return ABOUT_A_ROW.test(codeOf(error)) || ABOUT_A_ROW.test(codeOf((error as { cause?: unknown })?.cause));
  }

  /**
   * Keeps all captures, or none, in one statement, and counts them at their forms. Answers their leads' ids in the same
   * order, null where the form is no longer active. Forms are locked by id and leads written by key, so that two batches
   * never wait for each other in a circle. A known lead keeps what it has; only empty fields are filled.
   */
  async keep(captures: readonly Capture[]): Promise<(string | null)[]> {
    const { rows } = await this.database.asService('leads.capture', () =>
      sql<{ position: number; lead_id: string }>`
      with capture as (
        select * from json_to_recordset(${JSON.stringify(captures.map(rowOf))}::json) as capture(
          position integer, id uuid, form_id uuid, email text, email_norm text, first_name text, last_name text,
          phone text, company text, job_title text, industry text, country text, tag text, consent text,
          custom_fields jsonb, unasked_fields jsonb, metadata jsonb)
      ), form as (
        select id, created_by, campaign_id from lead_capture_forms
        where active and id in (select form_id from capture)
        order by id for no key update
      ), counted as (
        update lead_capture_forms
        set submissions_count = submissions_count + share.submissions, last_submission_at = now()
        from (
          select form.id, count(*)::integer as submissions
          from capture join form on form.id = capture.form_id group by form.id
        ) share
        where lead_capture_forms.id = share.id
      ), kept as (
        insert into leads (id, created_by, email, email_norm, first_name, last_name, phone, company, job_title, industry,
          country, source, status, lead_score, tags, consent, form_id, campaign_id, custom_fields, metadata,
          last_activity_at)
        select capture.id, form.created_by, email, email_norm, first_name, last_name, phone, company, job_title, industry,
          country, 'embedded_form', 'new', 0, array[tag], consent, form_id, form.campaign_id,
          unasked_fields || custom_fields, metadata, now()
        from capture join form on form.id = capture.form_id
        order by form.created_by, email_norm
        on conflict (created_by, email_norm) ${FILL_IN_WHAT_IS_EMPTY}
        returning id, created_by, email_norm
      )
      select capture.position, kept.id as lead_id
      from capture join form on form.id = capture.form_id
      join kept on kept.created_by = form.created_by and kept.email_norm = capture.email_norm`.execute(
        this.tables,
      ),
    );
    const leadIds = new Map(rows.map(({ position, lead_id }) => [position, lead_id]));
    return captures.map((_, position) => leadIds.get(position) ?? null);
  }
}

/**
 * A visitor may be anybody who knows the address: what is known stays, only a newer answer to a question replaces an
 * older one. Fields nobody asked for are added up to a limit, so that no stranger can make a lead grow without end.
 */
const FILL_IN_WHAT_IS_EMPTY = sql`do update set
  first_name = coalesce(nullif(leads.first_name, ''), excluded.first_name),
  last_name = coalesce(nullif(leads.last_name, ''), excluded.last_name),
  phone = coalesce(nullif(leads.phone, ''), excluded.phone),
  company = coalesce(nullif(leads.company, ''), excluded.company),
  job_title = coalesce(nullif(leads.job_title, ''), excluded.job_title),
  industry = coalesce(nullif(leads.industry, ''), excluded.industry),
  country = coalesce(nullif(leads.country, ''), excluded.country),
  form_id = coalesce(leads.form_id, excluded.form_id),
  campaign_id = coalesce(leads.campaign_id, excluded.campaign_id),
  tags = case when leads.tags @> excluded.tags then leads.tags
    else coalesce(leads.tags, '{}') || excluded.tags end,
  consent = case when leads.consent = 'unknown' then excluded.consent else leads.consent end,
  custom_fields = case when pg_column_size(leads.custom_fields) < 32768 then excluded.custom_fields else '{}' end
    || leads.custom_fields || (select capture.custom_fields from capture where capture.id = excluded.id),
  metadata = excluded.metadata || leads.metadata || jsonb_build_object('last_submission', excluded.metadata),
  last_activity_at = now()`;

function rowOf({ form, submission }: Capture, position: number) {
  const { email, emailNorm, columns, customFields, unaskedFields, origin, consent } = submission;
  return {
    ...columns,
    position,
    id: newId(),
    form_id: form.id,
    email,
    email_norm: emailNorm,
    tag: form.name,
    consent,
    custom_fields: customFields,
    unasked_fields: unaskedFields,
    metadata: { form_name: form.name, campaign_name: form.campaignName, ...origin },
  };
}
