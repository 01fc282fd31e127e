/** What of leads is told to whoever does something about it. */
const LEAD_EVENT_KINDS = [
  'created',
  'tagged',
  'untagged',
  'status_changed',
  'scored',
  'submitted',
  'opened',
  'clicked',
  'segment_entered',
  'segment_left',
] as const;
export type LeadEventKind = (typeof LEAD_EVENT_KINDS)[number];

/** Something that happened to a lead. */
export interface ToldEvent {
  /** Events of one lead come in the order of their numbers. */
  readonly id: number;
  readonly leadId: string;
  readonly kind: LeadEventKind;
  /** `tag`, `from` and `to`, `form_id`, `campaign_id` and `link`, or `segment_id`. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: string;
  /** The transaction in which it happened. */
  readonly xid: string;
  /** How often telling it has failed. */
  readonly tries: number;
}

/** What happened to leads of one owner. */
export interface ToldEvents {
  readonly ownerId: string;
  readonly events: readonly ToldEvent[];
}
