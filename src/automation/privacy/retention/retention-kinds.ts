import type { RetentionSettings } from '#platform/config/retention.settings';

/** Records that tell what has happened, and that an owner may want forgotten sooner than the platform would. */
export interface RetentionKind {
  readonly kind: string;
  readonly table: string;
  /** The age of a row is counted from here; one that has none there is not over. */
  readonly column: string;
  /** Which rows may go, as SQL over the row `t`; all of them without it. */
  readonly over?: string;
  /** How many go at once, where others go with each. */
  readonly atOnce?: number;
  /** How long the platform keeps them: the days of a setting, so many days, or for ever. The rule of an owner may only be shorter. */
  readonly kept: keyof RetentionSettings | number | null;
}

export const RETENTION_KINDS: readonly RetentionKind[] = [
  {
    kind: 'agent_runs',
    table: 'public.agent_runs',
    column: 'finished_at',
    kept: 'AGENT_RUN_RETENTION_DAYS',
  },
  {
    kind: 'workflow_executions',
    table: 'public.workflow_executions',
    column: 'completed_at',
    kept: 'WORKFLOW_RETENTION_DAYS',
  },
  {
    kind: 'scrape_results',
    table: 'public.scrape_results',
    column: 'created_at',
    kept: 'SCRAPE_RETENTION_DAYS',
  },
  {
    kind: 'secret_audit_logs',
    table: 'public.secret_audit_logs',
    column: 'created_at',
    kept: 'SECRET_AUDIT_RETENTION_DAYS',
  },
  {
    // Where keys were used from. What was done with keys stays in the audit log.
    kind: 'api_key_events',
    table: 'public.api_key_events',
    column: 'created_at',
    kept: 'SECRET_AUDIT_RETENTION_DAYS',
  },
  { kind: 'knowledge_access_logs', table: 'public.knowledge_access_logs', column: 'created_at', kept: 90 },
  {
    // Payloads hold data of leads. One that still waits is not settled, and sums by day stay.
    kind: 'webhook_deliveries',
    table: 'public.webhook_deliveries',
    column: 'settled_at',
    kept: 'WEBHOOK_RETENTION_DAYS',
  },
  {
    // Rows that were refused stand in them as they came. Leads that were taken stay; up to 10,000 errors go with each.
    kind: 'lead_imports',
    table: 'public.lead_imports',
    column: 'finished_at',
    over: `t.status in ('completed', 'failed', 'cancelled')`,
    atOnce: 20,
    kept: null,
  },
  {
    // Their files are gone by then.
    kind: 'data_export_requests',
    table: 'public.data_export_requests',
    column: 'requested_at',
    over: `t.status in ('expired', 'failed')`,
    kept: null,
  },
];
