import fc from 'fast-check';
import { lastAgainstBefore } from './anomaly.js';
import { changePercent } from './change.js';
import { correlationOf } from './correlation.js';
import { forecast } from './forecast.js';
import { heightAt, lineThrough, slopeOfLast } from './line.js';

const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });
const series = (minLength: number) => fc.array(whole, { minLength, maxLength: 60 });
const any = fc.array(fc.double(), { maxLength: 30 });

describe('a line through values', () => {
  it('is the textbook one', () => {
    // Residuals of 2, 1, 4, 3 from 1.6 + 0.6 x: 0.4, −1.2, 1.2, −0.4; their squares sum to 3.2.
    const line = lineThrough([2, 1, 4, 3])!;
    expect(line.slope).toBeCloseTo(0.6, 12);
    expect(heightAt(line, 0)).toBeCloseTo(1.6, 12);
    expect(line.sigma).toBeCloseTo(Math.sqrt(3.2 / 2), 12);
  });

  it('is none through fewer than two values', () => {
    expect([lineThrough([]), lineThrough([1])]).toEqual([null, null]);
    expect(slopeOfLast([7], 5)).toBeNull();
  });

  it('goes exactly through values that lie on one', () => {
    fc.assert(
      fc.property(
        whole,
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 2, max: 60 }),
        (start, rise, length) => {
          const line = lineThrough(Array.from({ length }, (_, at) => start + rise * at))!;
          expect({ slope: line.slope, sigma: line.sigma }).toEqual({ slope: rise + 0, sigma: 0 });
          expect(heightAt(line, length + 10)).toBe(start + rise * (length + 10));
        },
      ),
    );
  });

  it('rises alike wherever the values lie, and only by the last that are asked for', () => {
    fc.assert(
      fc.property(series(2), whole, (values, shift) => {
        expect(
          slopeOfLast(
            values.map((value) => value + shift),
            5,
          ),
        ).toBe(slopeOfLast(values, 5));
      }),
    );
    expect(slopeOfLast([900, 0, 1, 2, 3, 4], 5)).toBe(1);
  });

  it('leaves no others that lie nearer', () => {
    const squares = (values: readonly number[], at: (place: number) => number) =>
      values.reduce((total, value, place) => total + (value - at(place)) ** 2, 0);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 20 }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (values, lift, turn) => {
          const line = lineThrough(values)!;
          const best = squares(values, (place) => heightAt(line, place));
          const other = squares(values, (place) => heightAt(line, place) + lift + turn * place);
          expect(best).toBeLessThanOrEqual(other + 1e-6 * Math.max(1, other));
        },
      ),
    );
  });
});

describe('a forecast', () => {
  it('goes on with a line exactly, without any margin', () => {
    expect(forecast([1, 3, 5, 7, 9, 11, 13], 2)).toEqual({
      slope: 2,
      sigma: 0,
      days: [
        { value: 15, lower: 15, upper: 15 },
        { value: 17, lower: 17, upper: 17 },
      ],
    });
  });

  it('keeps 1.96 deviations of the residuals on both sides', () => {
    const { days, sigma } = forecast([5, 9, 4, 8, 5, 9, 4], 1)!;
    expect(sigma).toBeGreaterThan(0);
    expect(days[0]!.upper - days[0]!.value).toBeCloseTo(1.96 * sigma, 12);
    expect(days[0]!.value - days[0]!.lower).toBeCloseTo(1.96 * sigma, 12);
  });

  it('needs seven values', () => {
    expect(forecast([1, 2, 3, 4, 5, 6], 1)).toBeNull();
  });
});

describe('the last of a series', () => {
  it('is unusual beyond two deviations of the nine before, and not at them', () => {
    // 4, 6, 4, 6, 4, 6, 4, 6, 5: mean 5, deviation 1.
    const before = [4, 6, 4, 6, 4, 6, 4, 6, 5];
    expect(lastAgainstBefore([...before, 7])).toEqual({ value: 7, expected: 5, sigma: 1, unusual: false });
    expect(lastAgainstBefore([...before, 8])?.unusual).toBe(true);
    expect(lastAgainstBefore([...before, 2])?.unusual).toBe(true);
    expect(lastAgainstBefore([999, ...before, 7])?.expected).toBe(5);
  });

  it('needs nine before it', () => {
    expect(lastAgainstBefore([1, 1, 1, 1, 1, 1, 1, 1, 9])).toBeNull();
  });

  it('is never unusual where nothing changes', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 10, max: 40 }),
        (value, length) => {
          expect(lastAgainstBefore(Array<number>(length).fill(value))).toMatchObject({
            sigma: 0,
            unusual: false,
          });
        },
      ),
    );
  });

  it('is judged alike wherever the values lie', () => {
    fc.assert(
      fc.property(series(10), whole, (values, shift) => {
        const moved = lastAgainstBefore(values.map((value) => value + shift));
        expect(moved?.unusual).toBe(lastAgainstBefore(values)?.unusual);
      }),
    );
  });
});

describe('a change', () => {
  it('is told in per cent of what was before, whatever its sign', () => {
    expect(changePercent(150, 100)).toBe(50);
    expect(changePercent(50, 100)).toBe(-50);
    expect(changePercent(-50, -100)).toBe(50);
    expect(changePercent(0, 8)).toBe(-100);
  });

  it('is not told from nothing, or of what is not known', () => {
    expect([changePercent(5, 0), changePercent(null, 5), changePercent(5, null)]).toEqual([null, null, null]);
  });
});

describe('whatever numbers come in', () => {
  const numbersIn = (value: unknown): number[] =>
    typeof value === 'number'
      ? [value]
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(numbersIn)
        : [];

  it('no figure comes out that is none', () => {
    fc.assert(
      fc.property(any, fc.double(), fc.double(), (values, current, previous) => {
        const found = [
          lineThrough(values),
          forecast(values, 3),
          lastAgainstBefore(values),
          changePercent(current, previous),
        ];
        expect(numbersIn(found).every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe('two series of the same days', () => {
  const pairsOf = (length: number, other: (at: number) => number) =>
    Array.from({ length }, (_, at) => [at, other(at)] as const);

  it('go together as the textbook has it', () => {
    // Without ties Spearman's coefficient is 1 - 6 Σd² / (n (n² - 1)).
    const second = [2, 1, 4, 3, 6, 5, 8, 7, 10, 9].map((place, at) => [at, place] as const);
    const squares = second.reduce((sum, [at, place]) => sum + (at + 1 - place) ** 2, 0);
    expect(correlationOf(second)?.coefficient).toBeCloseTo(1 - (6 * squares) / (10 * 99), 12);
  });

  it('go together wholly where one rises whenever the other does, however much, and against each other likewise', () => {
    const rising = correlationOf(pairsOf(12, (at) => at ** 5));
    expect(rising?.coefficient).toBeCloseTo(1, 12);
    expect(rising?.confidence).toBe(0.99);
    expect(correlationOf(pairsOf(12, (at) => -(at ** 3)))?.coefficient).toBeCloseTo(-1, 12);
  });

  it('tell nothing below ten days, and where one never changes', () => {
    expect(correlationOf(pairsOf(9, (at) => at))).toBeNull();
    expect(correlationOf(pairsOf(40, () => 7))).toBeNull();
  });

  it('are between against and together, whichever is named first', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
      minLength: 10,
      maxLength: 60,
    });
    fc.assert(
      fc.property(pairs, (given) => {
        const found = correlationOf(given);
        const turned = correlationOf(given.map(([one, other]) => [other, one] as const));
        expect(turned?.coefficient ?? null).toEqual(found && expect.closeTo(found.coefficient, 9));
        if (!found) return;
        expect(Math.abs(found.coefficient)).toBeLessThanOrEqual(1);
        expect(found.confidence).toBeGreaterThanOrEqual(-1e-6);
        expect(found.confidence).toBeLessThanOrEqual(0.99);
      }),
    );
  });
});
