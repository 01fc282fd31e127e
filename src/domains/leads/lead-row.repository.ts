import { sql } from 'kysely';
import { gradeSteps } from './filters/grade.js';
import type { Lead } from './lead.answers.dto.js';

/** A lead as Postgres writes it. */
export interface LeadRow {
  json: string;
}

/** The grade of a score as `gradeOf` gives it. */
const GRADE = sql.raw(
  `case ${gradeSteps()
    .map(({ grade, from }) => `when coalesce(lead_score, 0) >= ${from} then '${grade}'`)
    .join(' ')} end`,
);

/**
 * The columns of a `Lead`, of which Postgres makes the JSON of the answer, so that lists are neither parsed nor written
 * again. The three instants stand first, where `leadJson` finds them.
 */
export const LEAD_COLUMNS = sql`
  created_at, updated_at, last_activity_at, id, first_name, last_name, full_name as name, full_name, email, email_quality, email_issues, email_suggestion, phone, phone_norm, external_id, company,
  company_name, job_title, industry, company_size, country, annual_revenue, source, coalesce(status, 'new') as status,
  coalesce(lead_score, 0) as lead_score, coalesce(lead_score, 0) as score, ${GRADE} as grade, score_held, coalesce(tags, '{}') as tags, notes, consent,
  form_id, campaign_id, custom_fields, metadata, enriched_data, origin, field_sources, created_by`;

const INSTANTS =
  /^\{"created_at":"([^"+]+)\+00:00","updated_at":"([^"+]+)\+00:00","last_activity_at":(?:null|"([^"+]+)\+00:00"),/;

/** The row with its instants as the wire has them (`…Z`). */
export function leadJson({ json }: LeadRow): string {
  return json.replace(INSTANTS, (_, created: string, updated: string, active: string | undefined) => {
    const last = active === undefined ? 'null' : `"${active}Z"`;
    return `{"created_at":"${created}Z","updated_at":"${updated}Z","last_activity_at":${last},`;
  });
}

export function toLead(row: LeadRow): Lead {
  return JSON.parse(leadJson(row)) as Lead;
}
