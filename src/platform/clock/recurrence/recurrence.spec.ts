import fc from 'fast-check';
import { isReadable, occurrencesAfter, type Recurrence } from './recurrence.js';
import { parseWallTime } from './wall-time.js';

const rule = (text: string, begin = '2026-03-01T02:30', zone = 'Europe/Oslo'): Recurrence => ({
  kind: 'rrule',
  rule: text,
  begin: parseWallTime(begin),
  zone,
});
const cron = (line: string, zone = 'Europe/Oslo'): Recurrence => ({ kind: 'cron', line, zone });

function times(recurrence: Recurrence, after: string, count: number): string[] {
  const found: string[] = [];
  for (const { at } of occurrencesAfter(recurrence, new Date(after)))
    if (found.push(at.toISOString()) === count) break;
  return found;
}

describe('a rule for 02:30', () => {
  const daily = rule('FREQ=DAILY');

  it('comes at 03:30 in the night in which clocks are turned forward', () => {
    expect(times(daily, '2026-03-27T12:00:00Z', 3)).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    // Also when it is asked for after 02:30 would have been.
    expect(times(daily, '2026-03-29T01:10:00Z', 1)).toEqual(['2026-03-29T01:30:00.000Z']);
  });

  it('comes once, the first time, in the night in which they are turned back', () => {
    expect(times(daily, '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
    expect(times(daily, '2026-10-25T00:30:00Z', 1)).toEqual(['2026-10-26T01:30:00.000Z']);
    expect(times(daily, '2026-10-25T01:15:00Z', 1)).toEqual(['2026-10-26T01:30:00.000Z']);
  });
});

it('a cron line comes as it does for every other schedule: at the first moment behind a gap, once where an hour comes twice', () => {
  expect(times(cron('30 2 * * *'), '2026-03-28T12:00:00Z', 2)).toEqual([
    '2026-03-29T01:00:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ]);
  expect(times(cron('30 2 * * *'), '2026-10-24T12:00:00Z', 2)).toEqual([
    '2026-10-25T00:30:00.000Z',
    '2026-10-26T01:30:00.000Z',
  ]);
});

describe('a recurrence', () => {
  it('ends with its count, its day, or where there is no such day', () => {
    expect(times(rule('FREQ=WEEKLY;COUNT=2'), '2026-01-01T00:00:00Z', 9)).toEqual([
      '2026-03-01T01:30:00.000Z',
      '2026-03-08T01:30:00.000Z',
    ]);
    expect(times(rule('FREQ=DAILY;UNTIL=20260302T013000Z'), '2026-01-01T00:00:00Z', 9)).toHaveLength(2);
    expect(times(rule('FREQ=DAILY;UNTIL=20260302T012959Z'), '2026-01-01T00:00:00Z', 9)).toHaveLength(1);
    expect(times(cron('0 0 31 2 *'), '2026-01-01T00:00:00Z', 9)).toEqual([]);
  });

  it('ends where it says so, also in a night in which clocks are turned', () => {
    const ends = (until: string, begin = '2026-03-28T02:30') =>
      times(rule(`FREQ=DAILY;UNTIL=${until}`, begin), '2026-01-01T00:00:00Z', 9).length;
    // Its time on the 29th never comes and is 03:30, 01:30 UTC: an end between the two leaves it out.
    expect(['20260329T010000Z', '20260329T012959Z', '20260329T013000Z'].map((until) => ends(until))).toEqual([
      1, 1, 2,
    ]);
    // Without a zone it is a time on a wall, and a day counts to its end.
    expect(['20260330T022959', '20260330T023000', '20260330'].map((until) => ends(until))).toEqual([2, 3, 3]);
    expect(ends('20261025T003000Z', '2026-10-24T02:30')).toBe(2);
    expect(times(rule('FREQ=DAILY;COUNT=3', '2026-03-28T02:30'), '2026-03-29T01:30:00Z', 9)).toEqual([
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(times(rule('FREQ=YEARLY;INTERVAL=5000'), '2026-01-01T00:00:00Z', 9)).toHaveLength(2);
  });

  it('goes on however long ago it began', () => {
    const hourly = rule('FREQ=HOURLY', '2001-01-01T00:00', 'UTC');
    expect(times(hourly, '2026-11-28T12:15:00Z', 1)).toEqual(['2026-11-28T13:00:00.000Z']);
  });

  it('is always later than what it was asked for, and later each time', () => {
    const seconds = fc.integer({ min: Date.UTC(2020, 0) / 1_000, max: Date.UTC(2030, 0) / 1_000 });
    const recurrences = fc.constantFrom(
      cron('*/20 * * * *'),
      cron('15 1-3 * * *', 'America/New_York'),
      rule('FREQ=HOURLY;BYMINUTE=0,30', '2019-12-31T00:00', 'Australia/Lord_Howe'),
      rule('FREQ=MONTHLY;BYDAY=-1SU', '2019-12-01T02:30'),
    );
    fc.assert(
      fc.property(recurrences, seconds, (recurrence, second) => {
        const found = times(recurrence, new Date(second * 1_000).toISOString(), 6).map((time) =>
          Date.parse(time),
        );
        expect(found).toHaveLength(6);
        for (const [at, time] of found.entries())
          expect(time).toBeGreaterThan(at === 0 ? second * 1_000 : found[at - 1]!);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [rule('FREQ=WEEKLY;BYDAY=MO,TH'), true],
    [rule('FREQ=MINUTELY'), false],
    [rule('FREQ=DAILY;BYSECOND=1'), false],
    [rule('INTERVAL=2'), false],
    [rule('FREQ=DAILY;BYDAY=XX'), false],
    [rule('FREQ=DAILY\nEXDATE:20260101'), false],
    [rule(''), false],
    [rule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'), true],
    [rule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'), false],
    [rule('FREQ=MONTHLY;BYDAY=5MO,-1FR'), true],
    [rule('FREQ=MONTHLY;BYDAY=99MO'), false],
    [rule('FREQ=YEARLY;BYDAY=MO;BYSETPOS=400'), false],
    [rule('FREQ=DAILY;BYHOUR=25'), false],
    [rule('FREQ=YEARLY;BYMONTH=13'), false],
    [rule('FREQ=DAILY;FREQ=WEEKLY'), false],
    [rule('FREQ=DAILY;COUNT=0'), false],
    [rule('FREQ=DAILY;COUNT=1000000'), false],
    [rule('FREQ=DAILY;INTERVAL=0'), false],
    [rule('FREQ=DAILY;INTERVAL=99999999999'), false],
    [rule('FREQ=DAILY;UNTIL=99999999T000000Z'), false],
    [rule('FREQ=DAILY;UNTIL=2026'), false],
    [cron('0 9 * * 1'), true],
    [cron('0 9 * *'), false],
    [cron('* * * * * *'), false],
  ])('%j can be followed: %s', (recurrence, can) => expect(isReadable(recurrence)).toBe(can));
});
