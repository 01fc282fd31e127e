import type { Lead } from '../lead.answers.dto.js';

/** What a file tells of each lead, in the order in which our own files are written. */
export const FILE_COLUMNS = [
  'id',
  'first_name',
  'last_name',
  'name',
  'email',
  'phone',
  'company',
  'job_title',
  'industry',
  'company_size',
  'country',
  'annual_revenue',
  'source',
  'status',
  'lead_score',
  'tags',
  'consent',
  'notes',
  'form_id',
  'campaign_id',
  'custom_fields',
  'last_activity_at',
  'created_at',
  'updated_at',
  'external_id',
] as const satisfies readonly (keyof Lead)[];
export type FileColumn = (typeof FILE_COLUMNS)[number];

/** Those that a file can only tell: reading one back sets nothing. */
export const TOLD_COLUMNS = [
  'id',
  'form_id',
  'campaign_id',
  'last_activity_at',
  'created_at',
  'updated_at',
] as const satisfies readonly FileColumn[];
