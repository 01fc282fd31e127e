import { dayAfter } from '#kernel/period';

export const COHORT_SPANS = ['week', 'month'] as const;
export type CohortSpan = (typeof COHORT_SPANS)[number];

/** When the week or month of a day began. */
export function cohortOf(by: CohortSpan, day: string): string {
  return by === 'month' ? monthOf(day) : dayAfter(day, -((new Date(day).getUTCDay() + 6) % 7));
}

/** When the week or month that begins on a day is over. */
export function cohortAfter(by: CohortSpan, starts: string): string {
  return by === 'month' ? monthAfter(starts) : dayAfter(starts, 7);
}

/** The first day of the month. */
export function monthOf(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

/** The first day of the month after. */
export function monthAfter(day: string): string {
  return monthOf(dayAfter(monthOf(day), 31));
}

/** When the first of twelve weeks or months began, of which the last begins on a day. */
export function firstOfTwelve(by: CohortSpan, last: string): string {
  return by === 'month' ? monthAfter(`${Number(last.slice(0, 4)) - 1}${last.slice(4)}`) : dayAfter(last, -77);
}
