import { RRuleTemporal } from 'rrule-temporal';
import { zonedCronTimes, zonedTimes } from '../zoned-cron.js';
import { instantOfWallTime, type WallTime, wallTimeAt } from './wall-time.js';

/** What comes again, by what clocks of one zone show. */
export type Recurrence =
  | {
      readonly kind: 'rrule';
      /** RFC 5545. An `UNTIL` without a `Z` is a time on a wall of the zone; a day counts to its end. */
      readonly rule: string;
      readonly begin: WallTime;
      readonly zone: string;
    }
  | { readonly kind: 'cron'; readonly line: string; readonly zone: string };

/** One time of a recurrence: what clocks show, and when they do in its zone. */
export interface Occurrence {
  readonly wall: WallTime;
  readonly at: Date;
}

const MOST_STEPS = 10_000;
/** As long as any clock is turned forward, so that a time that was moved behind `after` is not missed. */
const LONGEST_GAP_MS = 26 * 3_600_000;
/** No database and no calendar of ours goes further. */
const LAST_MS = Date.UTC(9999, 11, 31);
const END_OF_TIME = new Date(8.64e15);

const LIST = (entry: string) => `${entry}(?:,${entry})*`;
const DAY = '(?:MO|TU|WE|TH|FR|SA|SU)';
/** What each part of a rule may say: libraries read past what is out of range, and come at other times than were meant. */
const PARTS: Readonly<Record<string, RegExp>> = Object.fromEntries(
  Object.entries({
    FREQ: 'YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY',
    INTERVAL: '[1-9]\\d{0,3}',
    COUNT: '[1-9]\\d{0,3}',
    UNTIL: '\\d{8}(?:T\\d{6}Z?)?',
    BYHOUR: LIST('(?:[01]?\\d|2[0-3])'),
    BYMINUTE: LIST('[0-5]?\\d'),
    BYDAY: LIST(`(?:[+-]?(?:[1-9]|[1-4]\\d|5[0-3]))?${DAY}`),
    BYMONTHDAY: LIST('[+-]?(?:[1-9]|[12]\\d|3[01])'),
    BYYEARDAY: LIST('[+-]?(?:[1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])'),
    BYWEEKNO: LIST('[+-]?(?:[1-9]|[1-4]\\d|5[0-3])'),
    BYMONTH: LIST('(?:0?[1-9]|1[0-2])'),
    BYSETPOS: LIST('[+-]?(?:[1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])'),
    WKST: DAY,
  }).map(([name, values]) => [name, new RegExp(`^(?:${values})$`)]),
);

/** Whether it is a rule or a line that can be followed to its end. Rules by the second or minute are not, nor those for days that no year has. */
export function isReadable(recurrence: Recurrence): boolean {
  if (recurrence.kind === 'cron')
    return zonedTimes(recurrence.line, recurrence.zone, new Date(0), 1) !== null;
  if (!isRule(recurrence.rule)) return false;
  try {
    const rule = ruleOf(recurrence);
    rule.next(new Date(recurrence.begin.getTime() - 1));
    // One that is counted is gone through from its first time on: that has to be possible for as long as it lasts.
    if (/COUNT=/.test(recurrence.rule)) rule.next(END_OF_TIME);
    return true;
  } catch {
    return false;
  }
}

function isRule(text: string): boolean {
  const parts = text.split(';').map((part) => part.split('=', 2));
  const names = parts.map(([name]) => name ?? '');
  const isFit = ([name = '', value = '']: string[]) => Object.hasOwn(PARTS, name) && PARTS[name]!.test(value);
  return names.includes('FREQ') && new Set(names).size === names.length && parts.every(isFit);
}

/** Its times after a moment, one by one, each later than the one before. */
export function* occurrencesAfter(recurrence: Recurrence, after: Date): Generator<Occurrence, void> {
  if (recurrence.kind === 'cron') return yield* cronOccurrences(recurrence, after);
  const rule = ruleOf(recurrence);
  const end = Math.min(LAST_MS, untilOf(recurrence.rule) ?? LAST_MS);
  let from = new Date(wallTimeAt(after, recurrence.zone).getTime() - LONGEST_GAP_MS);
  let last = after.getTime();
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = rule.next(from);
    if (!next) return;
    const wall = new Date(next.epochMilliseconds);
    const at = instantOfWallTime(wall, recurrence.zone);
    // A time that was moved behind a gap may have been moved behind the end.
    if (at.getTime() > end) return;
    if (at.getTime() > last) {
      yield { wall, at };
      last = at.getTime();
    }
    from = wall;
  }
}

function* cronOccurrences(
  { line, zone }: Extract<Recurrence, { kind: 'cron' }>,
  after: Date,
): Generator<Occurrence, void> {
  for (const at of zonedCronTimes(line, zone, after)) yield { wall: wallTimeAt(at, zone), at };
}

/** Reckoned in UTC, where no clock is ever turned; what it gives is read as times on walls. */
function ruleOf({ rule, begin, zone }: Extract<Recurrence, { kind: 'rrule' }>): RRuleTemporal {
  const local = rule.replace(/(UNTIL=\d{8}T\d{6})(Z?)/, (told: string, wall: string, isUtc: string) => {
    const until = isUtc === '' ? null : untilOf(told);
    return until === null ? `${wall}Z` : `UNTIL=${compact(wallTimeAt(new Date(until), zone))}Z`;
  });
  return new RRuleTemporal({
    rruleString: `DTSTART;TZID=UTC:${compact(begin)}\nRRULE:${local}`,
    maxIterations: MOST_STEPS,
  });
}

/** The moment that a rule goes on until; null where it names none. */
function untilOf(rule: string): number | null {
  const [, until] = /UNTIL=(\d{8}T\d{6})Z/.exec(rule) ?? [];
  return until === undefined ? null : Date.parse(spaced(until));
}

function compact(wall: WallTime): string {
  return wall.toISOString().replace(/[-:]|\.\d+Z/g, '');
}

function spaced(text: string): string {
  return text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z');
}
