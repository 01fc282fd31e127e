import fc from 'fast-check';
import { instantOfWallTime, parseWallTime, wallTimeAt } from './wall-time.js';

const instant = (wall: string, zone: string) => instantOfWallTime(parseWallTime(wall), zone).toISOString();
const ZONES = [
  'UTC',
  'Europe/Oslo',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
];

describe('a time on a wall', () => {
  it.each([
    ['2026-12-01T09:00', 'Europe/Oslo', '2026-12-01T08:00:00.000Z'],
    ['2026-07-01T09:00', 'Europe/Oslo', '2026-07-01T07:00:00.000Z'],
    ['2026-12-01T09:00', 'Asia/Kolkata', '2026-12-01T03:30:00.000Z'],
    ['2026-12-01T09:00', 'Pacific/Kiritimati', '2026-11-30T19:00:00.000Z'],
  ])('%s in %s is %s', (wall, zone, moment) => expect(instant(wall, zone)).toBe(moment));

  it('that never comes is as much later as clocks were turned forward', () => {
    expect(instant('2026-03-29T02:30', 'Europe/Oslo')).toBe('2026-03-29T01:30:00.000Z');
    expect(instant('2026-03-08T02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
    expect(instant('2026-10-04T02:15', 'Australia/Lord_Howe')).toBe('2026-10-03T15:45:00.000Z');
    // Samoa had no 30 December 2011.
    expect(instant('2011-12-30T12:00', 'Pacific/Apia')).toBe('2011-12-30T22:00:00.000Z');
  });

  it('that comes twice is its first', () => {
    expect(instant('2026-10-25T02:30', 'Europe/Oslo')).toBe('2026-10-25T00:30:00.000Z');
    expect(instant('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
  });

  it('is shown at the moment it was found for, unless it never comes', () => {
    const minutes = fc.integer({ min: Date.UTC(1995, 0) / 60_000, max: Date.UTC(2037, 0) / 60_000 });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...ZONES), (minute, zone) => {
        const wall = new Date(minute * 60_000);
        const at = instantOfWallTime(wall, zone);
        const shown = wallTimeAt(at, zone);
        expect(shown.getTime() - wall.getTime()).toBeGreaterThanOrEqual(0);
        expect(shown.getTime() - wall.getTime()).toBeLessThanOrEqual(3_600_000);
        // No earlier moment shows it: of two, the first was found.
        const before = new Date(at.getTime() - 3_600_000);
        expect(wallTimeAt(before, zone).getTime()).not.toBe(wall.getTime());
      }),
    );
  });
});
