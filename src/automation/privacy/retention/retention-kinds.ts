import type { RetentionSettings } from '#platform/config/retention.settings';

/** Records that are forgotten anyway, and that an owner may want forgotten sooner. */
export interface RetentionKind {
  readonly kind: string;
  readonly table: string;
  /** The age of a row is counted from here; one that has none there is not over. */
  readonly column: string;
  /** How long the platform keeps them; the rule of an owner may only be shorter. */
  readonly setting: keyof RetentionSettings | null;
}

/** Days that records without a setting are kept. */
export const LOGS_KEPT_DAYS = 90;

export const RETENTION_KINDS: readonly RetentionKind[] = [
  {
    kind: 'agent_runs',
    table: 'public.agent_runs',
    column: 'finished_at',
    setting: 'AGENT_RUN_RETENTION_DAYS',
  },
  {
    kind: 'workflow_executions',
    table: 'public.workflow_executions',
    column: 'completed_at',
    setting: 'WORKFLOW_RETENTION_DAYS',
  },
  {
    kind: 'scrape_results',
    table: 'public.scrape_results',
    column: 'created_at',
    setting: 'SCRAPE_RETENTION_DAYS',
  },
  {
    kind: 'secret_audit_logs',
    table: 'public.secret_audit_logs',
    column: 'created_at',
    setting: 'SECRET_AUDIT_RETENTION_DAYS',
  },
  {
    kind: 'knowledge_access_logs',
    table: 'public.knowledge_access_logs',
    column: 'created_at',
    setting: null,
  },
];
