/** A campaign whose owner has named you as an approver, and which waits for a decision. */
export class WaitingApproval {
  id!: string;
  campaign_id!: string;
  campaign_name!: string;
  requested_by!: string;
  note!: string | null;
  /** What is to be agreed to, as it stands. */
  channels!: string[];
  content!: Record<string, unknown>;
  settings!: Record<string, unknown>;
  schedule!: Record<string, unknown> | null;
  created_at!: string;
}
