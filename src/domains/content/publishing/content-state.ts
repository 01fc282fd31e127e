/** Where a piece of content stands. */
export const CONTENT_STATUSES = [
  'draft',
  'review',
  'approved',
  'scheduled',
  'published',
  'archived',
] as const;
export type ContentStatus = (typeof CONTENT_STATUSES)[number];

/** One step on, or back to where more has to be done. */
const NEXT: Record<ContentStatus, readonly ContentStatus[]> = {
  draft: ['review'],
  review: ['approved', 'draft'],
  approved: ['scheduled', 'published', 'draft'],
  scheduled: ['published', 'approved', 'draft'],
  published: ['archived'],
  archived: [],
};

/** Former spellings that an existing project may still write. */
const FORMER = new Map<string, ContentStatus>([['pending_review', 'review']]);

/** Whether a piece may go from one status to the other. */
export function mayBecome(from: ContentStatus, to: ContentStatus): boolean {
  return NEXT[from].includes(to);
}

/** Whether its words may still be changed: what has been published is left as it was published. */
export function isEditable(status: ContentStatus): boolean {
  return status !== 'published' && status !== 'archived';
}

/** Where a piece stands whose words have been changed: what was agreed to were other words. */
export function statusAfterEdit(status: ContentStatus): ContentStatus {
  return status === 'approved' || status === 'scheduled' ? 'draft' : status;
}

/** The status that a stored text means; a draft where it means none. */
export function statusOf(stored: string): ContentStatus {
  return CONTENT_STATUSES.find((status) => status === stored) ?? FORMER.get(stored) ?? 'draft';
}

/** All texts by which a status may be stored. */
export function statusSpellings(status: ContentStatus): string[] {
  const former = [...FORMER].filter(([, means]) => means === status);
  return [status, ...former.map(([spelling]) => spelling)];
}
