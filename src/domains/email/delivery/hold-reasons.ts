/** Why nothing of a mailing is claimed for a while. */
export const HOLD_REASONS = [
  'quiet_hours',
  'throttle',
  'unreadable_settings',
  'daily_limit',
  'transport',
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

/** Those that may be over as soon as an owner changes as whom or by which ways their mail leaves. */
export const WAY_HOLDS: readonly HoldReason[] = ['throttle', 'daily_limit', 'transport'];

/** What is kept with a mail that waits by itself. */
export function waitsFor(reason: HoldReason): string {
  return `Waits: ${reason}`;
}
