/** How many of a campaign's audience would be mailed now, by the gates of delivery. */
export class AudienceEstimate {
  campaign_id!: string;
  /** A large audience is counted in the background: read it again until it is `completed`. */
  status!: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  /** Whether some of a very large audience were not asked about and are taken to be like the others. */
  estimated!: boolean;
  /** Leads that are meant, so far. */
  audience!: number;
  /** Those of them that the gates were asked about. */
  judged!: number;
  mailable!: number;
  skipped!: number;
  /** By reason: no_consent, invalid_address, suppressed:…, frequency_cap. */
  skipped_by_reason!: Record<string, number>;
  /** Why it failed. */
  error!: string | null;
  created_at!: string;
  finished_at!: string | null;
}
