/** A new sender begins with few mails a day and sends more each day, until nobody is surprised by it. */
export interface WarmUp {
  /** The first day, as `2026-11-28`, UTC. */
  readonly from: string;
  /** Mails of the first day. */
  readonly start: number;
  /** How many times as many each day as on the day before. */
  readonly growth: number;
  /** Mails of a day at which it is over. */
  readonly target: number;
}

/** One day of a plan. */
export interface WarmUpDay {
  readonly day: string;
  readonly mails: number;
}

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 365;

/** How many mails may leave on a day; undefined once the plan is over. Before its first day, as on the first. */
export function warmUpLimit({ from, start, growth, target }: WarmUp, day: string): number | undefined {
  const days = Math.max(0, Math.round((Date.parse(day) - Date.parse(from)) / DAY_MS));
  const mails = Math.floor(start * growth ** days);
  return mails >= target || days >= LONGEST_DAYS ? undefined : mails;
}

/** The whole plan, day by day. */
export function warmUpDays(plan: WarmUp): WarmUpDay[] {
  const days: WarmUpDay[] = [];
  for (let at = Date.parse(plan.from); ; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    const mails = warmUpLimit(plan, day);
    if (mails === undefined) return days;
    days.push({ day, mails });
  }
}

/** The smaller of two limits, either of which there may not be. */
export function smaller(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
