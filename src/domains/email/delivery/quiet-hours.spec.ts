import fc from 'fast-check';
import type { QuietHours } from '../mail-settings.js';
import { quietFrom, quietUntil } from './quiet-hours.js';

const night = { start: '22:00', end: '07:00', timezone: 'Europe/Oslo' };
const until = (now: string, hours: QuietHours = night) =>
  quietUntil(hours, new Date(now))?.toISOString() ?? null;

const MINUTE = 60_000;
const anyTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 10, 30, 59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
/** Days around those on which clocks are turned in these zones, and others. */
const aroundTurns = fc.oneof(
  ...['2026-03-07', '2026-03-28', '2026-10-24', '2026-10-31', '2026-07-01'].map((day) =>
    fc.date({
      min: new Date(`${day}T00:00:00Z`),
      max: new Date(Date.parse(day) + 3 * 86_400_000),
      noInvalidDate: true,
    }),
  ),
);
const anyQuiet = fc
  .record({
    hours: fc.option(fc.record({ start: anyTime, end: anyTime }), { nil: {} }),
    timezone: fc.constantFrom(
      'UTC',
      'Europe/Oslo',
      'America/New_York',
      'Asia/Beirut',
      'America/Havana',
      'Australia/Lord_Howe',
    ),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    holidays: fc.constantFrom([], ['2026-03-08', '2026-03-29', '2026-10-25', '2026-11-01', '2026-11-02']),
  })
  .map(({ hours, ...days }): QuietHours => ({ ...hours, ...days }));

/** Whether nothing may leave, by what the clocks of the zone show, written once more. */
function holds({ start, end, timezone, weekdays = [], holidays = [] }: QuietHours, at: number): boolean {
  const shown = new Date(at).toLocaleString('sv-SE', { timeZone: timezone });
  const [date = '', clock = ''] = shown.split(' ');
  if (holidays.includes(date) || !weekdays.includes(new Date(date).getUTCDay() || 7)) return true;
  if (start === undefined || end === undefined) return false;
  const time = clock.slice(0, 5);
  return start <= end ? time >= start && time < end : time >= start || time < end;
}

describe('quiet hours', () => {
  it('hold over midnight until the morning of the zone', () => {
    expect(until('2026-01-10T21:30:20Z')).toBe('2026-01-11T06:00:00.000Z');
    expect(until('2026-01-11T05:59:59Z')).toBe('2026-01-11T06:00:00.000Z');
    expect(until('2026-01-11T06:00:00Z')).toBeNull();
    expect(until('2026-01-10T20:59:59Z')).toBeNull();
  });

  it('hold within a day', () => {
    const noon = { start: '12:00', end: '13:30', timezone: 'UTC' };
    expect(until('2026-05-01T12:00:00Z', noon)).toBe('2026-05-01T13:30:00.000Z');
    expect(until('2026-05-01T13:30:00Z', noon)).toBeNull();
  });

  it('end at the local time also in the nights in which the clock changes', () => {
    expect(until('2026-03-28T23:00:00Z')).toBe('2026-03-29T05:00:00.000Z');
    expect(until('2026-10-24T21:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
  });

  it('never hold when start and end are the same', () => {
    expect(until('2026-05-01T12:00:00Z', { start: '12:00', end: '12:00', timezone: 'UTC' })).toBeNull();
  });

  it('hold over a weekend and over holidays, into the morning behind them', () => {
    const office = {
      ...night,
      weekdays: [1, 2, 3, 4, 5],
      holidays: ['2026-12-24', '2026-12-25', '2026-12-28'],
    };
    expect(until('2026-12-23T12:00:00Z', office)).toBeNull();
    expect(until('2026-12-23T21:00:00Z', office)).toBe('2026-12-29T06:00:00.000Z');
    const { weekdays } = office;
    expect(until('2026-11-27T22:59:00Z', { timezone: 'Europe/Oslo', weekdays })).toBeNull();
    expect(until('2026-11-27T23:00:00Z', { timezone: 'Europe/Oslo', weekdays })).toBe(
      '2026-11-29T23:00:00.000Z',
    );
  });

  it('of one day without mail begin and end with the day, however long it is', () => {
    const turned = { timezone: 'Europe/Oslo', holidays: ['2026-10-25'] };
    expect(quietFrom(turned, new Date('2026-10-22T12:00:00Z'))?.toISOString()).toBe(
      '2026-10-24T22:00:00.000Z',
    );
    expect(until('2026-10-24T22:00:00Z', turned)).toBe('2026-10-25T23:00:00.000Z');
    expect(quietFrom(turned, new Date('2026-10-25T23:00:00Z'))).toBeNull();
    // Clocks in Beirut go from midnight to one, so that the day begins then.
    expect(until('2026-03-27T23:00:00Z', { timezone: 'Asia/Beirut', holidays: ['2026-03-28'] })).toBe(
      '2026-03-28T22:00:00.000Z',
    );
  });

  it('end also where a hundred holidays leave one day of the week nothing for two years', () => {
    const mondays = Array.from({ length: 100 }, (_, week) =>
      new Date(Date.UTC(2026, 0, 5) + week * 7 * 86_400_000).toISOString().slice(0, 10),
    );
    const rare = { ...night, weekdays: [1], holidays: mondays };
    expect(until('2026-01-01T12:00:00Z', rare)).toBe('2027-12-06T06:00:00.000Z');
  });

  it('end at the first moment at which mail may leave, and begin at the first at which it may not', () => {
    fc.assert(
      fc.property(anyQuiet, aroundTurns, (quiet, now) => {
        const start = Math.floor(now.getTime() / MINUTE) * MINUTE;
        const ended = quietUntil(quiet, new Date(start))?.getTime() ?? start;
        const isQuietAt = (at: number) => quietUntil(quiet, new Date(at)) !== null;
        expect(isQuietAt(start)).toBe(holds(quiet, start));
        expect(holds(quiet, ended)).toBe(false);
        for (let at = start; at < ended; at += 10 * MINUTE) expect(holds(quiet, at)).toBe(true);
        for (let back = 1; back <= 61 && ended - back * MINUTE >= start; back++)
          expect(holds(quiet, ended - back * MINUTE)).toBe(true);
        const begun = quietFrom(quiet, new Date(ended))?.getTime();
        if (begun !== undefined) expect(holds(quiet, begun)).toBe(true);
        const next = Math.min(begun ?? Infinity, ended + 6 * 86_400_000);
        for (let at = ended; at < next; at += 10 * MINUTE) expect(holds(quiet, at)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('always end, within a day and an hour', () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    const text = (value: number) =>
      `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}`;
    const zones = fc.constantFrom('UTC', 'Europe/Oslo', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia');
    const dates = fc.date({ min: new Date('2025-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(minute, minute, zones, dates, (start, end, timezone, now) => {
        const ended = quietUntil({ start: text(start), end: text(end), timezone }, now);
        if (!ended) return;
        expect(ended.getTime()).toBeGreaterThan(now.getTime());
        expect(ended.getTime() - now.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
      }),
    );
  });
});
