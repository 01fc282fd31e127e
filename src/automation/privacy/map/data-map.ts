import { LEAD_TABLES } from './lead.tables.js';
import { MAIL_TABLES } from './mail.tables.js';
import type { MappedTable } from './mapped-table.js';
import { PLATFORM_TABLES } from './platform.tables.js';
import { SUPPORT_TABLES, WRITTEN_FOR_SUPPORT } from './support.tables.js';
import { WORK_TABLES } from './work.tables.js';

/**
 * Every table of ours. Export and deletion know no other: a test fails while one of the database is missing here. To add one,
 * write its line into the list of its area.
 */
export const DATA_MAP: readonly MappedTable[] = [
  ...LEAD_TABLES,
  ...MAIL_TABLES,
  ...WORK_TABLES,
  ...SUPPORT_TABLES,
  ...PLATFORM_TABLES,
];

/** What an export tells of besides: words of a user in rows of others. Erasing empties the columns that name their writer. */
export const WRITTEN_MAP: readonly MappedTable[] = WRITTEN_FOR_SUPPORT;

/** A file in storage that belongs to a row: which table, and the path as SQL over its row. */
export interface MappedFile {
  readonly table: string;
  /** Null where the row has none. */
  readonly path: string;
  /** Why an export leaves them out. */
  readonly leftOut?: string;
}

/** Every kind of file that is kept for users. */
export const FILE_MAP: readonly MappedFile[] = [
  {
    table: 'public.knowledge_documents',
    path: `case when t.upload_path like 'knowledge/' || t.id || '.%' then t.upload_path end`,
  },
  { table: 'public.lead_imports', path: `'imports/' || t.id || '.csv'` },
  { table: 'public.lead_exports', path: `'exports/' || t.attempt || '.' || t.format` },
  { table: 'public.ai_video_jobs', path: 't.file' },
  { table: 'public.support_attachments', path: 't.path' },
  { table: 'public.email_files', path: `'mail-files/' || t.created_by || '/' || t.id || '.bin'` },
  {
    table: 'public.data_export_requests',
    path: `'privacy/' || t.attempt || '.zip'`,
    leftOut: 'They hold what the export holds.',
  },
  {
    table: 'public.brand_assets',
    path: `case when t.type = 'logo' then 'brand-logos/' || t.created_by || '/' || t.id || case t.asset_data ->> 'content_type'
      when 'image/png' then '.png' when 'image/jpeg' then '.jpg' when 'image/webp' then '.webp' else '.svg' end end`,
  },
];

export function mapped(name: string): MappedTable {
  const found = DATA_MAP.find((table) => table.name === name);
  if (!found) throw new Error(`The table ${name} is not in the map of data.`);
  return found;
}
