import fc from 'fast-check';
import { TokenBucket } from './token-bucket.js';

const MINUTE_MS = 60_000;
const START = 1_000_000;
const PER_MINUTE = fc.integer({ min: 1, max: 200 });
/** Milliseconds between calls: mostly bursts, sometimes pauses in which it fills. */
const GAPS = fc.array(fc.oneof(fc.constant(0), fc.nat(50), fc.nat(2_000), fc.nat(2 * MINUTE_MS)), {
  minLength: 1,
  maxLength: 300,
});

/** When calls were let through that came after these gaps. */
function letThrough(bucket: TokenBucket, gaps: readonly number[]): number[] {
  const times: number[] = [];
  let now = START;
  for (const gap of gaps) {
    now += gap;
    if (bucket.take(now) === 0) times.push(now);
  }
  return times;
}

describe('a token bucket', () => {
  it('never lets through more than a minute’s worth and what has flown in, in any window', () => {
    fc.assert(
      fc.property(PER_MINUTE, GAPS, (perMinute, gaps) => {
        const times = letThrough(new TokenBucket(perMinute, START), gaps);
        const excess = times.flatMap((from, first) =>
          times.slice(first).map((to, more) => (more + 1 - perMinute) * MINUTE_MS - (to - from) * perMinute),
        );
        expect(excess.filter((parts) => parts > 0)).toEqual([]);
      }),
    );
  });

  it('lets through a minute’s worth at once when it is full, and fills up in a minute', () => {
    fc.assert(
      fc.property(PER_MINUTE, fc.nat(100 * MINUTE_MS), (perMinute, pause) => {
        const bucket = new TokenBucket(perMinute, START);
        const burst = Array<number>(perMinute + 5).fill(0);
        expect(letThrough(bucket, burst)).toHaveLength(perMinute);
        const later = START + MINUTE_MS + pause;
        expect(bucket.left(later)).toBe(perMinute);
        const taken = burst.filter(() => bucket.take(later) === 0);
        expect(taken).toHaveLength(perMinute);
      }),
    );
  });

  it('answers a wait after which a call passes, and not a millisecond earlier', () => {
    fc.assert(
      fc.property(PER_MINUTE, GAPS, (perMinute, gaps) => {
        const bucket = new TokenBucket(perMinute, START);
        letThrough(bucket, gaps);
        const now = START + gaps.reduce((sum, gap) => sum + gap, 0);
        while (bucket.take(now) === 0);
        const wait = bucket.take(now);
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(Math.ceil(MINUTE_MS / perMinute));
        expect(bucket.take(now + wait - 1)).toBe(1);
        expect(bucket.take(now + wait)).toBe(0);
      }),
    );
  });

  it('takes none from a call that has to wait', () => {
    const bucket = new TokenBucket(60, START);
    letThrough(bucket, Array<number>(60).fill(0));
    for (let asked = 0; asked < 100; asked++) expect(bucket.take(START)).toBe(1_000);
    expect(bucket.take(START + 1_000)).toBe(0);
  });

  it('gives those who wait for it their turns one after the other, and one that is given back to the next', () => {
    const bucket = new TokenBucket(60, START);
    letThrough(bucket, Array<number>(60).fill(0));
    const turns = [10_000, 10_000, 2_500, 10_000].map((mostMs) => bucket.take(START, mostMs));
    expect(turns).toEqual([1_000, 2_000, 3_000, 3_000]);
    expect(bucket.left(START)).toBe(0);
    bucket.giveBack();
    expect(bucket.take(START, 10_000)).toBe(3_000);
    expect(bucket.take(START + 3_000)).toBe(1_000);
  });

  it('of 0 a minute limits nothing', () => {
    const bucket = new TokenBucket(0, START);
    expect(letThrough(bucket, Array<number>(10_000).fill(0))).toHaveLength(10_000);
    expect(bucket.left(START)).toBeNull();
  });

  it('takes no harm from a clock that goes backwards', () => {
    const steps = fc.array(fc.integer({ min: -2 * MINUTE_MS, max: MINUTE_MS }), {
      minLength: 1,
      maxLength: 100,
    });
    fc.assert(
      fc.property(PER_MINUTE, steps, (perMinute, gaps) => {
        const bucket = new TokenBucket(perMinute, START);
        let now = START;
        let forward = 0;
        let passed = 0;
        for (const gap of gaps) {
          now += gap;
          forward += Math.max(0, gap);
          const wait = bucket.take(now);
          if (wait === 0) passed++;
          expect(wait).toBeLessThanOrEqual(Math.ceil(MINUTE_MS / perMinute));
          expect(bucket.left(now)).toBeGreaterThanOrEqual(0);
        }
        expect(passed * MINUTE_MS).toBeLessThanOrEqual(perMinute * MINUTE_MS + forward * perMinute);
        while (bucket.take(now) === 0);
        expect(bucket.take(now + bucket.take(now))).toBe(0);
      }),
    );
  });
});
