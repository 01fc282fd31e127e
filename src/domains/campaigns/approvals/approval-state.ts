/** How far a campaign is agreed to, as it stands now. */
export type ApprovalState = 'none' | 'requested' | 'approved' | 'rejected';
