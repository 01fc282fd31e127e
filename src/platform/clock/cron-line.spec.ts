import { cronTimes } from './cron-line.js';

const NOON = new Date('2026-11-28T12:00:00Z');

describe('a cron line', () => {
  it.each([
    ['0 7 * * 1', ['2026-11-30T07:00:00.000Z', '2026-12-07T07:00:00.000Z']],
    ['*/30 * * * *', ['2026-11-28T12:30:00.000Z', '2026-11-28T13:00:00.000Z']],
    ['0 0 29 2 *', ['2028-02-29T00:00:00.000Z', '2032-02-29T00:00:00.000Z']],
    ['0 0 31 2 *', []],
  ])('%s comes in UTC, and never where there is no such day', (line, times) => {
    expect(cronTimes(line, NOON, 2)?.map((time) => time.toISOString())).toEqual(times);
  });

  it.each(['', 'daily', '* * * * * *', '61 * * * *', '* * *', '0 7 * * mon; drop table'])(
    '%j is none',
    (line) => expect(cronTimes(line, NOON, 1)).toBeNull(),
  );
});
