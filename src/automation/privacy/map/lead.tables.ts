import { type MappedTable, owned, SAYS_NOTHING } from './mapped-table.js';

const LEAD = { person: { lead: 'lead_id' } } as const;
const NOTE = 'Notes for workers that are gone within seconds.';

/** Tables of leads, and of what is known and counted of them. */
export const LEAD_TABLES: readonly MappedTable[] = [
  owned('form_confirmations', 'created_by', {
    person: { lead: 'lead_id', address: 'email_norm', own: ['email', 'submission'] },
  }),
  owned('lead_activities', 'created_by', LEAD),
  owned('lead_capture_forms', 'created_by', { person: { own: ['notify_email'] } }),
  owned('lead_changes', 'created_by', { export: NOTE, ...LEAD }),
  owned('lead_consents', 'created_by', { person: { lead: 'lead_id', address: 'email' } }),
  owned('lead_count_deltas', 'created_by', { export: NOTE, ...SAYS_NOTHING }),
  owned('lead_counts', 'created_by', SAYS_NOTHING),
  owned('lead_domain_checks', 'created_by', { export: NOTE }),
  owned('lead_dues', 'created_by', { export: NOTE, ...LEAD }),
  owned('lead_engagements', 'created_by', LEAD),
  owned('lead_enrichment_runs', 'created_by'),
  owned('lead_enrichment_spend', 'created_by'),
  owned('lead_enrichment_tasks', 'created_by', { via: ['run_id', 'lead_enrichment_runs'], ...LEAD }),
  owned('lead_enrichments', 'created_by', LEAD),
  owned('lead_events', 'created_by', { export: NOTE, ...LEAD }),
  owned('lead_exports', 'created_by'),
  owned('lead_fields', 'created_by'),
  owned('lead_import_errors', 'created_by', {
    via: ['import_id', 'lead_imports'],
    person: { mentions: 'row' },
  }),
  owned('lead_imports', 'created_by'),
  owned('lead_listeners', 'created_by'),
  owned('lead_merges', 'created_by', { person: { lead: 'into_id' } }),
  owned('lead_qualifications', 'created_by', LEAD),
  owned('lead_rubrics', 'created_by'),
  owned('lead_score_runs', 'created_by'),
  owned('lead_score_versions', 'created_by'),
  owned('lead_segment_members', 'created_by', { via: ['segment_id', 'lead_segments'], ...LEAD }),
  owned('lead_segments', 'created_by'),
  owned('lead_sources', 'created_by'),
  owned('lead_sync_states', 'created_by'),
  owned('leads', 'created_by', {
    person: { lead: 'id', address: 'email_norm', own: ['email', 'phone', 'phone_norm'] },
  }),
  owned('removed_leads', 'created_by', { person: { lead: 'id' } }),
];
