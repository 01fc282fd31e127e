import { dayAfter } from '#kernel/period';
import type { LeadCohortsQuery, LeadDaysQuery } from './analytics.dto.js';
import { DaysUnfit } from './analytics.errors.js';
import { cohortAfter, cohortOf, firstOfTwelve, monthAfter, monthOf } from './cohort-span.js';

const DAYS_AT_MOST = 731;

/** Days as `2026-11-27`, UTC: the first is within, the second not. */
export interface Days {
  readonly from: string;
  readonly until: string;
}

/** The day it is, UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The days that are asked for, both named ones included; the last thirty by default. */
export function askedDays({ from, to = today() }: LeadDaysQuery): Days {
  return fit({ from: from ?? dayAfter(to, -29), until: dayAfter(to, 1) });
}

/** The whole weeks or months in which the named days lie; the last twelve by default. */
export function askedCohorts({ from, to = today(), by }: LeadCohortsQuery): Days {
  const first = from ?? firstOfTwelve(by, cohortOf(by, to));
  fit({ from: first, until: dayAfter(to, 1) });
  return { from: cohortOf(by, first), until: cohortAfter(by, cohortOf(by, to)) };
}

function fit(days: Days): Days {
  if (days.from >= days.until || dayAfter(days.from, DAYS_AT_MOST) < days.until)
    throw new DaysUnfit(DAYS_AT_MOST);
  return days;
}

/** The named days, as an answer tells them. */
export function toldDays({ from, until }: Days): { from: string; to: string } {
  return { from, to: dayAfter(until, -1) };
}

/** The whole months within the days; null when there is none. */
export function monthsIn({ from, until }: Days): Days | null {
  const months = { from: from.endsWith('-01') ? from : monthAfter(from), until: monthOf(until) };
  return months.from < months.until ? months : null;
}
