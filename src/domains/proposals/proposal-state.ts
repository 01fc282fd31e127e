/** Where a proposal stands. */
export const PROPOSAL_STATUSES = ['draft', 'sent', 'accepted', 'rejected', 'archived'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** A sent proposal may be taken back to be changed; an accepted one stays as it was agreed. */
const NEXT: Readonly<Record<ProposalStatus, readonly ProposalStatus[]>> = {
  draft: ['sent', 'archived'],
  sent: ['draft', 'accepted', 'rejected', 'archived'],
  accepted: ['archived'],
  rejected: ['draft', 'archived'],
  archived: [],
};

export function mayBecome(from: ProposalStatus, to: ProposalStatus): boolean {
  return NEXT[from].includes(to);
}

/** What the client has seen or agreed to does not change: only a draft does. */
export function mayChange(status: ProposalStatus): boolean {
  return status === 'draft';
}
