import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { codeOf } from '#platform/database/database.errors';
import { normalisePhone } from '../hygiene/phone.js';
import type { PublishedForm } from '../forms/published-form.js';
import type { Once } from '../protection/once.js';
import { keptFindings } from './address-policy.js';
import type { Submission } from './submission.js';

/** A checked submission and the form it was made for; the form's owner owns the lead. */
export interface Capture {
  form: PublishedForm;
  submission: Submission;
  /** The network address it came from, where it is known. */
  ip: string | null;
  /** What it is taken with, and no other submission. */
  once: readonly Once[];
  /** That whoever reads the address's mail has confirmed it, and how that was asked for. */
  confirmed?: { asked_at: string; asked_from: string | null };
}

/** What became of a capture: a lead, or nothing, as the form is inactive or what it was taken with had been taken before. */
export type Kept = { leadId: string } | 'inactive' | 'taken';

/** Data exceptions and broken constraints; everything else would befall every row alike. */
const ABOUT_A_ROW = /^2[123]/;

@Injectable()
export class CaptureRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'leads',
      'lead_capture_forms',
      'lead_activities',
      'lead_consents',
      'app.form_once',
    );
  }

  isAboutOneRow(error: unknown): boolean {
    return ABOUT_A_ROW.test(codeOf(error)) || ABOUT_A_ROW.test(codeOf((error as { cause?: unknown })?.cause));
  }

  /**
   * Keeps all captures, or none, in one statement, and counts them at their forms. Answers what became of each, in the same
   * order. What serves once is taken first, forms are locked by id and leads written by key, so that two batches never wait
   * for each other in a circle. A known lead keeps what it has; only empty fields are filled.
   */
  async keep(captures: readonly Capture[]): Promise<Kept[]> {
    const { rows } = await this.database.asService('leads.capture', () =>
      sql<{ position: number; is_taken: boolean; lead_id: string | null }>`
      with capture as (
        select * from json_to_recordset(${JSON.stringify(captures.map(rowOf))}::json) as capture(
          position integer, id uuid, activity_id uuid, form_id uuid, email text, email_norm text, first_name text, last_name text,
          phone text, phone_norm text, company text, job_title text, industry text, country text, tag text, consent text,
          email_issues text[], email_suggestion text, custom_fields jsonb, unasked_fields jsonb, metadata jsonb, once jsonb,
          agreed jsonb, ip inet, confirmed jsonb)
      ), ${WHAT_IS_TAKEN}, ${WHAT_IS_COUNTED}, kept as (
        insert into leads (id, created_by, email, email_norm, email_issues, email_suggestion, first_name, last_name, phone,
          phone_norm, company, job_title, industry, country, source, status, lead_score, tags, consent, form_id, campaign_id,
          custom_fields, metadata, last_activity_at, origin)
        select fresh.id, form.created_by, email, email_norm, email_issues, email_suggestion, first_name, last_name, phone,
          phone_norm, company, job_title, industry, country, 'embedded_form', 'new', 0, array[tag], consent, form_id,
          form.campaign_id, unasked_fields || custom_fields, metadata, now(), 'form'
        from fresh join form on form.id = fresh.form_id
        order by form.created_by, email_norm
        on conflict (created_by, email_norm) ${FILL_IN_WHAT_IS_EMPTY}
        returning id, created_by, email_norm, consent
      ), done as (
        select fresh.*, kept.id as lead_id, kept.created_by, kept.consent as lead_consent
        from fresh join form on form.id = fresh.form_id
        join kept on kept.created_by = form.created_by and kept.email_norm = fresh.email_norm
      ), ${WHAT_IS_AGREED_TO}, noted as (
        insert into lead_activities (id, lead_id, created_by, activity_type, activity_data, source)
        select activity_id, lead_id, created_by, 'submitted',
          metadata || jsonb_build_object('form_id', form_id, 'answers', custom_fields), 'form:' || form_id
        from done
        union all
        select activity_id, lead_id, created_by, 'consent', jsonb_strip_nulls(jsonb_build_object(
          'consent_id', id, 'purpose', purpose, 'decision', 'granted', 'confirmed', confirmed)), 'form:' || form_id
        from agreed
      )
      select capture.position, fresh.position is null as is_taken, done.lead_id
      from capture left join fresh on fresh.position = capture.position
      left join done on done.position = capture.position`.execute(this.tables),
    );
    const kept = new Map(rows.map((row) => [row.position, row]));
    return captures.map((_, position) => {
      const { is_taken = false, lead_id = null } = kept.get(position) ?? {};
      if (is_taken) return 'taken';
      return lead_id === null ? 'inactive' : { leadId: lead_id };
    });
  }
}

/** Captures whose tokens and challenges nobody has used before. A batch holds none of them twice. */
const WHAT_IS_TAKEN = sql`taken as (
  insert into app.form_once (key, kind, expires_at)
  select given.key, given.kind, given.expires_at from capture cross join lateral jsonb_to_recordset(capture.once)
    as given(key text, kind text, expires_at timestamptz)
  order by given.key
  on conflict (key) do nothing returning key
), fresh as (
  select * from capture where not exists (
    select from jsonb_to_recordset(capture.once) as given(key text)
    where given.key not in (select taken.key from taken))
)`;

const WANTS_TO_BE_TOLD = sql`(settings ->> 'send_email_notification' is distinct from 'false'
  and notify_email is not null)`;

/** With the share of a form; never more than its column holds, for an owner may have written anything into it. */
const sumOf = (counter: RawBuilder<unknown>) =>
  sql`least(${counter}::bigint + share.submissions, 2147483647)::integer`;

/** Active forms, locked, and how many of the captures each of them gets. */
const WHAT_IS_COUNTED = sql`form as (
  select id, created_by, campaign_id from lead_capture_forms
  where active and id in (select form_id from fresh)
  order by id for no key update
), counted as (
  update lead_capture_forms
  set submissions_count = ${sumOf(sql`submissions_count`)}, last_submission_at = now(),
    untold = case when ${WANTS_TO_BE_TOLD} then ${sumOf(sql`untold`)} else 0 end,
    tell_at = case when ${WANTS_TO_BE_TOLD} then coalesce(tell_at, greatest(now(), told_at + interval '15 minutes')) end
  from (
    select form.id, count(*)::integer as submissions
    from fresh join form on form.id = fresh.form_id group by form.id
  ) share
  where lead_capture_forms.id = share.id
)`;

/**
 * Proofs of what was agreed to. A visitor may be anybody who knows the address: what the person has withdrawn is given
 * again only by who has confirmed to read the address's mail.
 */
const WHAT_IS_AGREED_TO = sql`agreed as (
  select given.id, given.activity_id, given.purpose, given.text, given.text_version, done.lead_id, done.created_by,
    done.email, done.ip, done.form_id, done.confirmed
  from done cross join lateral jsonb_to_recordset(done.agreed)
    as given(id uuid, activity_id uuid, purpose text, text text, text_version text)
  where done.confirmed is not null or ((given.purpose <> 'email' or done.lead_consent = 'granted') and coalesce((
    select earlier.decision from lead_consents earlier
    where earlier.lead_id = done.lead_id and earlier.created_by = done.created_by and earlier.purpose = given.purpose
    order by earlier.occurred_at desc, earlier.id desc limit 1), 'granted') = 'granted')
), proved as (
  insert into lead_consents (id, created_by, lead_id, email, purpose, decision, text, text_version, ip, source, form_id)
  select id, created_by, lead_id, email, purpose, 'granted', text, text_version, ip,
    case when confirmed is null then 'form' else 'double_opt_in' end, form_id
  from agreed
)`;

const IS_CONFIRMED = sql`exists (select from fresh where fresh.id = excluded.id and fresh.confirmed is not null)`;

/**
 * A visitor may be anybody who knows the address: what is known stays, only a newer answer to a question replaces an
 * older one. Fields nobody asked for are added up to a limit, so that no stranger can make a lead grow without end.
 */
const FILL_IN_WHAT_IS_EMPTY = sql`do update set
  first_name = coalesce(nullif(leads.first_name, ''), excluded.first_name),
  last_name = coalesce(nullif(leads.last_name, ''), excluded.last_name),
  phone = coalesce(nullif(leads.phone, ''), excluded.phone),
  phone_norm = case when coalesce(leads.phone, '') = '' then excluded.phone_norm else leads.phone_norm end,
  company = coalesce(nullif(leads.company, ''), excluded.company),
  job_title = coalesce(nullif(leads.job_title, ''), excluded.job_title),
  industry = coalesce(nullif(leads.industry, ''), excluded.industry),
  country = coalesce(nullif(leads.country, ''), excluded.country),
  email_issues = coalesce(leads.email_issues, excluded.email_issues),
  email_suggestion = case when leads.email_issues is null then excluded.email_suggestion else leads.email_suggestion end,
  form_id = coalesce(leads.form_id, excluded.form_id),
  campaign_id = coalesce(leads.campaign_id, excluded.campaign_id),
  tags = case when leads.tags @> excluded.tags then leads.tags
    else coalesce(leads.tags, '{}') || excluded.tags end,
  consent = case when leads.consent = 'unknown' or ${IS_CONFIRMED} then excluded.consent else leads.consent end,
  custom_fields = case when pg_column_size(leads.custom_fields) < 32768 then excluded.custom_fields else '{}' end
    || leads.custom_fields || (select fresh.custom_fields from fresh where fresh.id = excluded.id),
  metadata = excluded.metadata || leads.metadata || jsonb_build_object('last_submission', excluded.metadata),
  last_activity_at = now(), writer = 'form:' || excluded.form_id`;

function rowOf({ form, submission, ip, once, confirmed }: Capture, position: number) {
  const { email, emailNorm, columns, customFields, unaskedFields, origin, consent, agreed } = submission;
  return {
    ...columns,
    phone_norm: columns['phone'] ? normalisePhone(columns['phone'], columns['country']) : null,
    position,
    id: newId(),
    activity_id: newId(),
    form_id: form.id,
    email,
    email_norm: emailNorm,
    ...keptFindings(form.settings, email),
    tag: form.name,
    consent,
    custom_fields: customFields,
    unasked_fields: unaskedFields,
    metadata: { form_name: form.name, campaign_name: form.campaignName, ...origin },
    once: once.length > 0 ? once : null,
    agreed: agreed.length > 0 ? agreed.map((one) => ({ ...one, id: newId(), activity_id: newId() })) : null,
    ip,
    confirmed: confirmed ?? null,
  };
}
