import fc from 'fast-check';
import { quietUntil } from './quiet-hours.js';

const night = { start: '22:00', end: '07:00', timezone: 'Europe/Oslo' };
const until = (now: string, hours = night) => quietUntil(hours, new Date(now))?.toISOString() ?? null;

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
