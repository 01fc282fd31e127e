import { COMPANY_SIZES, CONSENTS, LEAD_STATUSES } from '../lead.dto.js';
import { LEAD_WRITERS } from '../lead.answers.dto.js';
import type { CustomType } from '../fields/lead-field.dto.js';
import { EMAIL_ISSUES, EMAIL_QUALITIES } from '../hygiene/address-findings.js';
import { GRADES } from './grade.js';
import type { FieldKind } from './filter.js';

export interface FilterField {
  readonly kind: FieldKind;
  /** The values there are, where others would be a slip. */
  readonly options?: readonly string[];
}

/** When a lead has come how far; who came in as a customer became one then. */
export const STAGES = [
  { field: 'contacted_at', rank: 1 },
  { field: 'qualified_at', rank: 2 },
  { field: 'opportunity_at', rank: 3 },
  { field: 'customer_at', rank: 4 },
] as const;

/** What a filter may ask of a lead, besides its custom fields. */
export const FILTER_FIELDS: ReadonlyMap<string, FilterField> = new Map<string, FilterField>([
  ...['first_name', 'last_name', 'full_name', 'email', 'phone', 'company', 'job_title', 'industry', 'country']
    .concat('external_id')
    .map((name): [string, FilterField] => [name, { kind: 'text' }]),
  ['source', { kind: 'choice' }],
  ['status', { kind: 'choice', options: LEAD_STATUSES }],
  ['company_size', { kind: 'choice', options: COMPANY_SIZES }],
  ['consent', { kind: 'choice', options: CONSENTS }],
  ['origin', { kind: 'choice', options: LEAD_WRITERS }],
  ['email_quality', { kind: 'choice', options: EMAIL_QUALITIES }],
  ['email_issues', { kind: 'list', options: EMAIL_ISSUES }],
  ['grade', { kind: 'grade', options: GRADES }],
  ['score', { kind: 'number' }],
  ['annual_revenue', { kind: 'number' }],
  ['form_id', { kind: 'id' }],
  ['campaign_id', { kind: 'id' }],
  ['tags', { kind: 'list' }],
  ['ai_insights', { kind: 'presence' }],
  ['created_at', { kind: 'date' }],
  ['updated_at', { kind: 'date' }],
  ['last_activity_at', { kind: 'date' }],
  ...STAGES.map(({ field }): [string, FilterField] => [field, { kind: 'date' }]),
]);

/** What custom fields of these types are read as. */
export const KIND_OF_CUSTOM: Record<CustomType, FieldKind> = {
  text: 'text',
  textarea: 'text',
  select: 'text',
  url: 'text',
  email: 'text',
  phone: 'text',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
  multiselect: 'list',
};

/** What custom fields may be read as. */
export const CUSTOM_KINDS = [
  'text',
  'number',
  'boolean',
  'date',
  'list',
] as const satisfies readonly FieldKind[];
