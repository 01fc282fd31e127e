/** How readers are counted: one by one, without the person, or not at all. */
export const TRACKING = ['individual', 'aggregate', 'off'] as const;
export type Tracking = (typeof TRACKING)[number];

/** SQL over `email_campaigns` as `c`: its readers are counted one by one. */
export const COUNTS_READERS = `coalesce(c.settings ->> 'tracking', 'individual') = 'individual'`;

const UNKNOWN: Readonly<Record<Tracking, string | null>> = {
  individual: null,
  aggregate: 'Opens and clicks are counted without the person: how many readers they are of is not known.',
  off: 'What readers do is not counted.',
};

/** Why it is not known how many readers have opened or clicked; null where it is. */
export function whyReadersUnknown(tracking: Tracking): string | null {
  return UNKNOWN[tracking];
}
