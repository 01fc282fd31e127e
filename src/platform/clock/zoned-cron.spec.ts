import fc from 'fast-check';
import { isZone, offsetAt } from './zone.js';
import { zonedCronTimes, zonedTimes } from './zoned-cron.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const times = (line: string, zone: string, after: string, count: number): string[] =>
  (zonedTimes(line, zone, new Date(after), count) ?? []).map((time) => time.toISOString().slice(0, 16));

describe('a cron line on the wall clocks of a zone', () => {
  it('comes once in a night without half past two, at the first instant behind the gap', () => {
    expect(times('30 2 * * *', 'Europe/Berlin', '2027-03-27T00:00:00Z', 3)).toEqual([
      '2027-03-27T01:30',
      '2027-03-28T01:00',
      '2027-03-29T00:30',
    ]);
  });

  it('comes the first time only in a night with half past two twice', () => {
    expect(times('30 2 * * *', 'Europe/Berlin', '2027-10-30T00:00:00Z', 3)).toEqual([
      '2027-10-30T00:30',
      '2027-10-31T00:30',
      '2027-11-01T01:30',
    ]);
    expect(times('30 2 * * *', 'Europe/Berlin', '2027-10-31T00:30:00Z', 1)).toEqual(['2027-11-01T01:30']);
    expect(times('30 2 * * *', 'Europe/Berlin', '2027-10-31T01:10:00Z', 1)).toEqual(['2027-11-01T01:30']);
  });

  it('comes once for all its times that a night leaves out', () => {
    expect(times('*/20 2 * * *', 'Europe/Berlin', '2027-03-28T00:00:00Z', 2)).toEqual([
      '2027-03-28T01:00',
      '2027-03-29T00:00',
    ]);
    expect(times('0,30 2,3 28 3 *', 'Europe/Berlin', '2027-03-28T00:00:00Z', 2)).toEqual([
      '2027-03-28T01:00',
      '2027-03-28T01:30',
    ]);
  });

  it('of every hour goes by real time', () => {
    expect(times('30 * * * *', 'Europe/Berlin', '2027-03-28T00:00:00Z', 3)).toEqual([
      '2027-03-28T00:30',
      '2027-03-28T01:30',
      '2027-03-28T02:30',
    ]);
    expect(times('30 * * * *', 'Europe/Berlin', '2027-10-31T00:00:00Z', 3)).toEqual([
      '2027-10-31T00:30',
      '2027-10-31T01:30',
      '2027-10-31T02:30',
    ]);
    expect(times('@hourly', 'Europe/Berlin', '2027-10-31T00:00:00Z', 2)).toEqual([
      '2027-10-31T01:00',
      '2027-10-31T02:00',
    ]);
  });

  it.each([
    ['30 1 * * *', 'Australia/Lord_Howe', '2027-04-03T00:00:00Z', ['2027-04-03T14:30', '2027-04-04T15:00']],
    ['15 2 * * *', 'Australia/Lord_Howe', '2027-10-02T15:00:00Z', ['2027-10-02T15:30', '2027-10-03T15:15']],
    ['0 12 * * *', 'Pacific/Apia', '2011-12-29T00:00:00Z', ['2011-12-29T22:00', '2011-12-30T10:00']],
    ['0 9 29 2 *', 'America/New_York', '2027-01-01T00:00:00Z', ['2028-02-29T14:00', '2032-02-29T14:00']],
    ['0 0 * * *', 'America/Havana', '2027-03-13T12:00:00Z', ['2027-03-14T05:00', '2027-03-15T04:00']],
    ['0 7 * * 1', 'UTC', '2026-11-28T12:00:00Z', ['2026-11-30T07:00', '2026-12-07T07:00']],
  ])('%s in %s after %s', (line, zone, after, expected) => {
    expect(times(line, zone, after, expected.length)).toEqual(expected);
  });

  it.each([
    ['daily', 'UTC'],
    ['* * * * * *', 'UTC'],
    ['9999-12-31T23:59:59Z', 'UTC'],
    ['2027-06-01T10:00:00', 'Europe/Berlin'],
    ['0 7 * * *', 'Mars/Olympus'],
    ['0 7 * * *', '+01:00'],
    ['0 7 * * *', ''],
  ])('%j in %j is none', (line, zone) => expect(zonedTimes(line, zone, new Date(), 1)).toBeNull());

  it('that names no day that there is never comes', () => {
    expect(zonedTimes('0 0 31 2 *', 'Europe/Berlin', new Date(), 1)).toEqual([]);
    expect(isZone('Europe/Berlin')).toBe(true);
  });
});

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
];
const zone = fc.constantFrom(...ZONES, 'Asia/Kolkata', 'Pacific/Chatham', 'America/St_Johns', 'UTC');
const hour = fc.integer({ min: 0, max: 23 });
const minute = fc.integer({ min: 0, max: 59 });
const moment = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2035-01-01T00:00:00Z'),
  noInvalidDate: true,
});

/** The dates in the zone of a year's days, whatever its clocks do. */
const dayIn = (name: string, time: Date): string =>
  new Date(time.getTime() + offsetAt(name, time.getTime())).toISOString().slice(0, 10);

describe('a daily line, in any zone', () => {
  it('comes on every day exactly once, through a whole year', () => {
    fc.assert(
      fc.property(zone, hour, minute, moment, (name, at, past, after) => {
        const found = [...zonedCronTimes(`${past} ${at} * * *`, name, after).take(370)];
        const days = found.map((time) => dayIn(name, time));
        const [first = ''] = days;
        const expected = days.map((_, nth) =>
          new Date(Date.parse(first) + nth * DAY_MS).toISOString().slice(0, 10),
        );
        expect(days).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});

describe('any line, in any zone', () => {
  const field = (most: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: 0, max: most }).map(String),
      fc.integer({ min: 2, max: 20 }).map((step) => `*/${step}`),
    );

  it('comes at rising times, each shown by its clocks or behind a gap, and asked for anew the same', () => {
    fc.assert(
      fc.property(zone, field(59), field(23), moment, (name, minutes, hours, after) => {
        const line = `${minutes} ${hours} * * *`;
        const found = [...zonedCronTimes(line, name, after).take(60)];
        let last = after;
        for (const time of found) {
          expect(time.getTime()).toBeGreaterThan(last.getTime());
          const offset = offsetAt(name, time.getTime());
          const wall = new Date(time.getTime() + offset);
          const shown =
            zonedTimes(line, 'UTC', new Date(wall.getTime() - 1), 1)?.[0]?.getTime() === wall.getTime();
          expect(shown || offsetAt(name, time.getTime() - 1_000) < offset).toBe(true);
          expect(zonedTimes(line, name, last, 1)).toEqual([time]);
          last = time;
        }
      }),
      { numRuns: 40 },
    );
  });
});
