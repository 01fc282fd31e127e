/** Why nothing of a mailing is claimed for a while. */
export const HOLD_REASONS = [
  'quiet_hours',
  'throttle',
  'unreadable_settings',
  'daily_limit',
  'transport',
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];
