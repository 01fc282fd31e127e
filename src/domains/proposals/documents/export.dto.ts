/** Where the file of a proposal is. */
export class ProposalExport {
  proposal_id!: string;
  /** `pdf` or `word`. @example 'pdf' */
  format!: string;
  /** To be fetched with the same token; the file is made when it is. @example '/api/proposals/01a20a7b-f54b-75a5-ae77-86a3de4c5ecf/download/pdf' */
  download_url!: string;
  /** @example '2026-11-23T20:00:00.123Z' */
  generated_at!: string;
  /** The version that the file would show now. @example 3 */
  version!: number;
  /** What the file cannot show as it was written; empty as a rule. */
  warnings!: string[];
}
