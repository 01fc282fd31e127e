import type { FrequencyCap } from '#domains/email/mail-settings';
import type { Tally } from './tally.js';

/** Those who would be written to and had the same mails before. */
export interface Cohort {
  /** When they had them, in milliseconds to the minute, in order. */
  readonly had: readonly number[];
  /** How many they are by the time zone they are in; where it is not known, under an empty name. */
  readonly zones: Readonly<Record<string, number>>;
}

/** Whom a campaign reaches, but for the cap on mails, which depends on when it starts. */
export interface Reach extends Pick<Tally, 'audience' | 'judged' | 'skipped'> {
  readonly countedAt: string;
  readonly cohorts: readonly Cohort[];
}

const MINUTE_MS = 60_000;

export function cohortsOf(
  reached: readonly { readonly zone: string; readonly had: readonly number[] }[],
): Cohort[] {
  const cohorts = new Map<string, { had: number[]; zones: Record<string, number> }>();
  for (const { zone, had } of reached) {
    const minutes = had.map((at) => Math.ceil(at / MINUTE_MS) * MINUTE_MS);
    const cohort = cohorts.get(minutes.join()) ?? { had: minutes, zones: {} };
    cohorts.set(minutes.join(), cohort);
    cohort.zones[zone] = (cohort.zones[zone] ?? 0) + 1;
  }
  return [...cohorts.values()];
}

/** By an estimate: whom the cap held back then is taken to have had their last mail at that time, everybody else none. */
export function reachOf(tally: Tally, countedAt: string, cap: FrequencyCap | undefined): Reach {
  const { frequency_cap: capped = 0, ...skipped } = tally.skipped;
  const had = Array.from({ length: cap?.max ?? 0 }, () => Date.parse(countedAt));
  const cohorts = [{ had: [], zones: tally.zones }, ...(capped > 0 ? [{ had, zones: { '': capped } }] : [])];
  return { audience: tally.audience, judged: tally.judged, skipped, countedAt, cohorts };
}
