import fc from 'fast-check';
import { fitDurations } from './scene-durations.js';

const scene = (duration: number) => ({
  visual: 'A shoe',
  text_overlay: null,
  duration,
  audio_cue: null,
  shot: null,
  narration: 'So good',
});

const durations = (planned: number[], total: number) =>
  fitDurations(planned.map(scene), total).map(({ duration }) => duration);

describe('the durations of scenes', () => {
  it('stay as they were planned where they add up', () => {
    expect(durations([3, 2, 3], 8)).toEqual([3, 2, 3]);
  });

  it.each([
    { planned: [4, 4, 4], total: 8, fit: [3, 3, 2] },
    { planned: [8], total: 8, fit: [8] },
    { planned: [2, 2, 2, 2, 2], total: 8, fit: [2, 2, 2, 2] },
    { planned: [5], total: 20, fit: [8, 6, 6] },
  ])('of $planned are fitted to $total', ({ planned, total, fit }) => {
    expect(durations(planned, total).toSorted((one, other) => other - one)).toEqual(
      fit.toSorted((one, other) => other - one),
    );
  });

  it('add up to the total, whatever was planned, and are 2 to 8 seconds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 8, max: 120 }),
        (planned, total) => {
          const fit = durations(planned, total);
          expect(fit.reduce((sum, one) => sum + one, 0)).toBe(total);
          expect(fit.every((one) => Number.isInteger(one) && one >= 2 && one <= 8)).toBe(true);
        },
      ),
    );
  });
});
