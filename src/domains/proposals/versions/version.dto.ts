import { ProposalBody, ProposalTotals } from '../proposal.answers.dto.js';

/** A version of a proposal as a list shows it. */
export class ProposalVersionSummary {
  /** @example 2 */
  version!: number;
  /** What differs from the version before; empty for the first. @example ['pricing', 'content.executive_summary'] */
  changes!: string[];
  /** What the client would have paid, in major units of its currency. @example 5000 */
  value!: number | null;
  /** When it was saved. @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
}

/** A version of a proposal, whole. */
export class ProposalVersion extends ProposalBody {
  /** @example 2 */
  version!: number;
  totals!: ProposalTotals;
  /** When it was saved. @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
}
