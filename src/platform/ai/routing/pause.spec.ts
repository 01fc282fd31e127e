import fc from 'fast-check';
import { spyOn } from 'jest-mock';
import type { AiFailureKind } from '../providers/ai-failure.js';
import { pauseAfter } from './pause.js';

/** How far the jitter goes before each next try, in milliseconds. */
const WINDOWS = [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000];
const KINDS = fc.constantFrom<AiFailureKind>('unavailable', 'limited');
const TRIES = fc.integer({ min: 1, max: WINDOWS.length });
const CHANCE = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const random = spyOn(Math, 'random');
afterAll(() => random.mockRestore());

/** What is waited when chance says so. */
function paused(chance: number, ...asked: Parameters<typeof pauseAfter>): number | null {
  random.mockReturnValue(chance);
  return pauseAfter(...asked);
}

describe('the pause before the next try', () => {
  it('is anywhere from nothing to a window that doubles with each try, up to eight seconds', () => {
    fc.assert(
      fc.property(KINDS, TRIES, CHANCE, (kind, tries, chance) => {
        const window = WINDOWS[tries - 1] ?? 0;
        expect(paused(chance, { kind, retryAfterMs: undefined }, tries, Infinity)).toBeCloseTo(
          chance * window,
        );
      }),
    );
  });

  it('is as long as the provider has asked for, and a part of the window longer: not all come back at once', () => {
    fc.assert(
      fc.property(KINDS, TRIES, CHANCE, fc.nat(20_000), (kind, tries, chance, retryAfterMs) => {
        const window = WINDOWS[tries - 1] ?? 0;
        expect(paused(chance, { kind, retryAfterMs }, tries, Infinity)).toBeCloseTo(
          retryAfterMs + chance * window,
        );
      }),
    );
  });

  it('is not made when it would be longer than anybody waits', () => {
    expect(paused(0, { kind: 'limited', retryAfterMs: 2_000 }, 1, 2_000)).toBe(2_000);
    expect(paused(0.9, { kind: 'limited', retryAfterMs: 1_900 }, 1, 2_000)).toBe(2_000);
    expect(paused(0, { kind: 'limited', retryAfterMs: 2_001 }, 1, 2_000)).toBeNull();
  });

  it.each<AiFailureKind>([
    'quota',
    'timeout',
    'key-refused',
    'scope-missing',
    'model-missing',
    'rejected',
    'too-long',
    'refused',
  ])('is not made after %s, which another try would not change', (kind) => {
    expect(paused(0, { kind, retryAfterMs: undefined }, 1, Infinity)).toBeNull();
  });
});
