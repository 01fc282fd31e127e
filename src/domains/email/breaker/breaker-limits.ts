/** How often a mailing's mail may go wrong before it is paused, in percent of the mails with a known end; off where absent. */
export interface BreakerLimits {
  readonly hardBouncePercent?: number;
  readonly complaintPercent?: number;
  readonly failurePercent?: number;
  /** Mails whose end must be known before anything is judged. */
  readonly minimumSample: number;
  /** Who is told; the owner where absent. */
  readonly notify?: string;
}

/** What holds where a campaign says nothing else. Large mail services begin to refuse at about 0.3 % of complaints. */
export const BREAKER_DEFAULTS = {
  hardBouncePercent: 5,
  complaintPercent: 0.1,
  failurePercent: 20,
  minimumSample: 100,
} as const satisfies BreakerLimits;

/** One reader or one bad address is no rate, however small the sample. */
const TROUBLED_AT_LEAST = 2;

export type BreakerRate = 'hard_bounce' | 'complaint' | 'failure';

/** What became of a mailing's mails so far. */
export interface BreakerFigures {
  /** Mails that were sent, have failed, or whose outcome is unknown. */
  readonly mails: number;
  readonly hardBounced: number;
  readonly complained: number;
  /** Hard bounces among them. */
  readonly failed: number;
}

/** The rate that is too high. */
export interface Trip {
  readonly rate: BreakerRate;
  readonly percent: number;
  readonly limitPercent: number;
  readonly mails: number;
  readonly troubled: number;
}

/** The rate that passes its limit by most, as a multiple of it; nothing while the sample is too small. */
export function tripOf(figures: BreakerFigures, limits: BreakerLimits): Trip | undefined {
  if (figures.mails < limits.minimumSample) return undefined;
  const { mails } = figures;
  return judgedRates(figures, limits)
    .filter(({ percent, limitPercent, troubled }) => troubled >= TROUBLED_AT_LEAST && percent > limitPercent)
    .sort((a, b) => b.percent / b.limitPercent - a.percent / a.limitPercent)
    .map((rate) => ({ ...rate, mails }))[0];
}

/** Whether enough has gone wrong that the sample is worth counting: no rate can have been passed by less. */
export function isSuspicious(troubles: Omit<BreakerFigures, 'mails'>, limits: BreakerLimits): boolean {
  const smallest = { ...troubles, mails: limits.minimumSample };
  return judgedRates(smallest, limits).some(
    ({ percent, limitPercent, troubled }) => troubled >= TROUBLED_AT_LEAST && percent > limitPercent,
  );
}

function judgedRates(figures: BreakerFigures, limits: BreakerLimits): Omit<Trip, 'mails'>[] {
  const rate = (name: BreakerRate, troubled: number, limitPercent: number | undefined) =>
    limitPercent === undefined
      ? []
      : [{ rate: name, troubled, percent: percentOf(troubled, figures.mails), limitPercent }];
  return [
    ...rate('complaint', figures.complained, limits.complaintPercent),
    ...rate('hard_bounce', figures.hardBounced, limits.hardBouncePercent),
    ...rate('failure', figures.failed, limits.failurePercent),
  ];
}

function percentOf(part: number, whole: number): number {
  return whole > 0 ? (part / whole) * 100 : 0;
}
