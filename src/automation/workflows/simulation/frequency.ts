/** How many mails one address may get in how many hours. */
interface Cap {
  readonly max: number;
  readonly hours: number;
}

const HOUR_MS = 3_600_000;

/**
 * Which starts reach those who were reached before: each recipient of a campaign that starts again and again has had a mail
 * of each start that reached them, and the cap counts those within its hours.
 */
export function startsWithinCap(starts: readonly Date[], cap: Cap | undefined): boolean[] {
  const reached: number[] = [];
  return starts.map((start) => {
    const since = start.getTime() - (cap?.hours ?? 0) * HOUR_MS;
    const isWithin = !cap || reached.filter((at) => at > since).length < cap.max;
    if (isWithin) reached.push(start.getTime());
    return isWithin;
  });
}
