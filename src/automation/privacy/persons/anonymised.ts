const NOBODY = `'erased-' || t.id || '@erased.invalid'`;

/**
 * What of rows that speak of an anonymised person is written over, by table: null where nothing has to be. Rows of the
 * other tables are deleted.
 */
export const ANONYMISED: Readonly<Record<string, string | null>> = {
  'public.leads': `first_name = null, last_name = null, email = null, email_norm = null, phone = null, phone_norm = null,
    company = null, job_title = null, annual_revenue = null, notes = null, tags = null, enriched_data = null,
    source_details = null, custom_fields = '{}', metadata = '{}', external_id = null, email_issues = null,
    email_suggestion = null, field_sources = '{}', consent = 'withdrawn', writer = 'person'`,
  'public.lead_activities': `activity_data = '{}'`,
  'public.email_messages': `email = ${NOBODY}, email_norm = ${NOBODY}, merge = '{}', response = null,
    state = case when state in ('queued', 'claimed') then 'skipped' else state end,
    skip_reason = case when state in ('queued', 'claimed') then 'suppressed' else skip_reason end`,
  'public.lead_engagements': `link = null`,
  'public.lead_segment_members': null,
};
