import type { FrequencyCap } from '#domains/email/mail-settings';

const HOUR_MS = 3_600_000;

/**
 * Which starts reach those who were reached before: each recipient of a campaign that starts again and again has had a mail
 * of each start that reached them, and the mails they `had` before, in their order; the cap counts those within its hours.
 */
export function startsWithinCap(
  starts: readonly Date[],
  cap: FrequencyCap | undefined,
  had: readonly number[] = [],
): boolean[] {
  if (!cap) return starts.map(() => true);
  const reached = [...had];
  return starts.map((start) => {
    const since = start.getTime() - cap.hours * HOUR_MS;
    const isWithin = (reached.at(-cap.max) ?? -Infinity) <= since || reached.length < cap.max;
    if (isWithin) reached.push(start.getTime());
    return isWithin;
  });
}
