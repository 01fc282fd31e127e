const RUN_STATUSES = ['queued', 'running', 'completed', 'stopped', 'failed', 'cancelled'] as const;
export type EnrichmentRunStatus = (typeof RUN_STATUSES)[number];

/** A question that failed. */
export class FailedQuestion {
  lead_id!: string;
  provider!: string;
  /** @example 'leads/enrichment-limited' */
  code!: string;
}

/** Others asked about many leads, and how far that has come. */
export class EnrichmentRun {
  id!: string;
  /** `stopped` is the end before a question that would have cost more than `max_cost_micros`. */
  status!: EnrichmentRunStatus;
  /** Who is asked; null for everybody who can be. */
  providers!: string[] | null;
  force!: boolean;
  segment_id!: string | null;
  max_cost_micros!: number | null;
  /** How many leads were meant. */
  total!: number;
  /** Leads about which everybody was asked. */
  processed!: number;
  /** Leads into which something was written. */
  changed!: number;
  /** Leads about which somebody could not say anything because asking failed. */
  failed!: number;
  /** What it has cost so far, in US dollars times a million. */
  cost_micros!: number;
  /** 0 to 100. */
  progress!: number;
  /** The first hundred questions that failed. */
  failures!: FailedQuestion[];
  error!: string | null;
  started_at!: string | null;
  finished_at!: string | null;
  created_at!: string;
}
