import type { Grade } from './filters/grade.js';
import type { EmailIssue, EmailQuality } from './hygiene/address-findings.js';
import type { CompanySize, Consent, LeadStatus } from './lead.dto.js';

export const LEAD_WRITERS = ['person', 'import', 'form', 'provider', 'agent'] as const;
export type LeadWriter = (typeof LEAD_WRITERS)[number];

/** Who has said what a field holds. */
export interface FieldSource {
  by: LeadWriter;
  /** Which import, form, provider or agent. */
  ref?: string;
  at: string;
}

/** A person who might buy, under the names of the table and the names older clients use. */
export class Lead {
  id!: string;
  first_name!: string | null;
  last_name!: string | null;
  /** First and last name joined. */
  name!: string | null;
  /** The same as `name`. */
  full_name!: string | null;
  email!: string | null;
  /**
   * `good` when nothing speaks against the address, `doubtful` for a probable slip or an office, `bad` where mail goes to waste;
   * null while nobody has looked.
   */
  email_quality!: EmailQuality | null;
  /** What speaks against it: `typo`, `disposable`, `role`, or `no_mail` as its domain takes none. */
  email_issues!: EmailIssue[] | null;
  /** The address that was probably meant. */
  email_suggestion!: string | null;
  phone!: string | null;
  /** The phone number as E.164 writes it, when it is one. */
  phone_norm!: string | null;
  /** Your own name for this person. */
  external_id!: string | null;
  company!: string | null;
  /** The same as `company`. */
  company_name!: string | null;
  job_title!: string | null;
  industry!: string | null;
  company_size!: CompanySize | null;
  country!: string | null;
  annual_revenue!: number | null;
  source!: string;
  status!: LeadStatus;
  /** 0 cold, 100 ready to buy. */
  lead_score!: number;
  /** The same as `lead_score`. */
  score!: number;
  /** How the score reads: A+ from 95, A from 90, and so on in fives down to C from 60, else D. */
  grade!: Grade;
  /** Whether a person has set the score, so that no rule, import or agent changes it. */
  score_held!: boolean;
  tags!: string[];
  notes!: string | null;
  consent!: Consent;
  form_id!: string | null;
  campaign_id!: string | null;
  custom_fields!: Record<string, unknown>;
  /** How the lead came: form, referrer, UTM parameters. */
  metadata!: Record<string, unknown>;
  enriched_data!: Record<string, unknown> | null;
  /** Who made the lead, and so has said each field that `field_sources` does not name. */
  origin!: LeadWriter;
  /** By field, custom ones as `custom.key`: who has said it since, when (`at`), and by which import, form or agent (`ref`). */
  field_sources!: Record<string, FieldSource>;
  last_activity_at!: string | null;
  created_by!: string;
  created_at!: string;
  updated_at!: string;
}

export class LeadDeleted {
  deleted!: true;
}

export class LeadOverview {
  total_leads!: number;
  /** Leads nobody has worked on yet. */
  new_leads!: number;
  /** Leads that were qualified, whether or not they went further since. */
  qualified_leads!: number;
  /** Qualified leads over all leads, 0 to 1. */
  conversion_rate!: number;
}

export class LeadStats {
  total_leads!: number;
  by_status!: Record<string, number>;
  /** By campaign id; `unknown` for leads without one. */
  by_campaign!: Record<string, number>;
  /** By form id; `unknown` for leads without one. */
  by_form!: Record<string, number>;
  /** Over leads that have a score above 0, two decimals. */
  average_score!: number;
  /** Leads that were qualified, whether or not they went further since. */
  qualified_leads!: number;
  /** Qualified leads per hundred leads, two decimals. */
  conversion_rate!: number;
}
