import fc from 'fast-check';
import { secondsUntilNext, TRIES_AT_MOST } from './retry-times.js';

const [MINUTE, HOUR] = [60, 3_600];
const WAITS = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
const MIDDLE = 0.5;

describe('a delivery that fails', () => {
  it('is tried ten times over three days, on a clock of its own', () => {
    const waits: number[] = [];
    let clock = 0;
    for (let tries = 1; ; tries++) {
      const wait = secondsUntilNext(tries, MIDDLE);
      if (wait === undefined) break;
      clock += wait;
      waits.push(wait);
    }
    expect(waits).toEqual(WAITS);
    expect(waits.length + 1).toBe(TRIES_AT_MOST);
    expect(Math.round(clock / HOUR)).toBe(76);
  });

  it('comes up to a fifth sooner or later than planned, so that not all come at once', () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: WAITS.length }), chance, (tries, drawn) => {
        const planned = WAITS[tries - 1]!;
        const wait = secondsUntilNext(tries, drawn)!;
        expect(wait).toBeGreaterThanOrEqual(planned * 0.8 - 1e-6);
        expect(wait).toBeLessThanOrEqual(planned * 1.2 + 1e-6);
      }),
    );
  });

  it('waits for as long as its server asks, for a day at most', () => {
    expect(secondsUntilNext(1, MIDDLE, 90)).toBe(90);
    expect(secondsUntilNext(4, MIDDLE, 90)).toBe(2 * HOUR);
    expect(secondsUntilNext(1, MIDDLE, 1e9)).toBe(24 * HOUR);
    expect(secondsUntilNext(TRIES_AT_MOST, MIDDLE, 90)).toBeUndefined();
  });
});
