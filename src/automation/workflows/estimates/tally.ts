import type { Verdict } from '#domains/email/delivery/gate';

/** What has been counted of an audience so far. */
export interface Tally {
  /** Leads that are meant. */
  readonly audience: number;
  /** Those of them that the gates were asked about. */
  readonly judged: number;
  readonly mailable: number;
  /** By the reason that would be recorded. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Those who are mailable by the time zone they are in; where it is not known, under an empty name. */
  readonly zones: Readonly<Record<string, number>>;
}

/** What the gates say of a lead, and which time zone it is in. */
export interface Judged {
  readonly verdict: Verdict;
  readonly zone: string;
}

export const NOTHING_COUNTED: Tally = { audience: 0, judged: 0, mailable: 0, skipped: {}, zones: {} };

/** The tally with one more page of leads. A mail that would wait a moment would be sent. */
export function counted(tally: Tally, leads: readonly Judged[]): Tally {
  const skipped: Record<string, number> = { ...tally.skipped };
  const zones: Record<string, number> = { ...tally.zones };
  let mailable = 0;
  for (const { verdict, zone } of leads)
    if (verdict.verdict === 'skip') skipped[verdict.reason] = (skipped[verdict.reason] ?? 0) + 1;
    else {
      zones[zone] = (zones[zone] ?? 0) + 1;
      mailable += 1;
    }
  return {
    audience: tally.audience + leads.length,
    judged: tally.judged + leads.length,
    mailable: tally.mailable + mailable,
    skipped,
    zones,
  };
}

/** The tally with leads that are counted and not judged. */
export function passedOver(tally: Tally, leads: number): Tally {
  return { ...tally, audience: tally.audience + leads };
}

/** The same for the whole audience: what was not judged is taken to be like what was. */
export function scaled(tally: Tally): Tally {
  const { audience, judged } = tally;
  if (judged === 0 || judged === audience) return tally;
  const skipped = times(tally.skipped, audience / judged);
  const mailable = audience - sum(skipped);
  const zones = times(tally.zones, audience / judged);
  // What rounding has left over or taken away is in no zone in particular.
  const rounded = mailable - sum(zones);
  return { audience, judged, mailable, skipped, zones: { ...zones, '': (zones[''] ?? 0) + rounded } };
}

function times(counts: Readonly<Record<string, number>>, by: number): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Math.round(count * by)]));
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
