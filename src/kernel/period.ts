const DAY_MS = 86_400_000;

/** A stretch of time: ISO-8601 instants in UTC, the first within it, the second not. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The days before an instant. */
export function daysBefore(to: string, days: number): Period {
  return { from: new Date(Date.parse(to) - days * DAY_MS).toISOString(), to };
}

/** The period of the same length that ends where this one begins. */
export function periodBefore({ from, to }: Period): Period {
  const start = Date.parse(from);
  return { from: new Date(start - (Date.parse(to) - start)).toISOString(), to: from };
}

/** When the day of an instant began, UTC. */
export function startOfDay(instant: string): string {
  return `${instant.slice(0, 10)}T00:00:00.000Z`;
}

/** The day as `2026-11-27`, so many days after another. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
