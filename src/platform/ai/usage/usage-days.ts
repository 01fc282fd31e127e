export const DAY_MS = 86_400_000;

/** The UTC day of an instant, as `2026-11-24`. */
export function utcDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The midnight UTC after the instant. */
export function nextMidnight(at: Date): Date {
  return new Date((Math.floor(at.getTime() / DAY_MS) + 1) * DAY_MS);
}

/** The day so many days later, or earlier. */
export function daysAfter(day: string, days: number): string {
  return utcDay(new Date(Date.parse(day) + days * DAY_MS));
}
