import { RateLimits } from './rate-limits.js';
import type { RateRepository } from './rate.repository.js';

const MINUTE_MS = 60_000;
const NOW = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS + 1_000;
const FULL = 200_000;

/** What all instances have let through, as Postgres keeps it; `isThere` says whether it answers. */
class Kept {
  readonly hits = new Map<string, number>();
  isThere = true;

  add(shares: ReadonlyMap<string, { hits: number }>): Promise<{ subject: string; hits: number }[]> {
    if (!this.isThere) return Promise.reject(new Error('Postgres does not answer.'));
    for (const [subject, { hits }] of shares) this.hits.set(subject, (this.hits.get(subject) ?? 0) + hits);
    return Promise.resolve(
      [...shares.keys()].map((subject) => ({ subject, hits: this.hits.get(subject) ?? 0 })),
    );
  }
}

function limits(): { kept: Kept; limits: RateLimits; settled: () => Promise<void> } {
  const kept = new Kept();
  const counted = new RateLimits(kept as unknown as RateRepository);
  // Shares are added up by a timer of half a second.
  const settled = () => new Promise<void>((done) => setTimeout(done, 600));
  return { kept, limits: counted, settled };
}

const allowed = (counted: RateLimits, subject: string, now = NOW) => counted.take(subject, 3, now).allowed;

function fill(counted: RateLimits, now = NOW): void {
  for (let at = 0; at < FULL; at++) counted.take(`stranger ${at}`, 3, now);
}

describe('counts of very many subjects', () => {
  it('forget minutes that are over, and nothing of this one', () => {
    const { limits: counted } = limits();
    fill(counted, NOW - MINUTE_MS);
    for (let time = 1; time <= 3; time++) expect(allowed(counted, 'ada')).toBe(true);
    expect(allowed(counted, 'ada')).toBe(false);
    fill(counted);
    expect(allowed(counted, 'ada')).toBe(false);
  });

  it('forget those of this minute that came first, and know them again once Postgres was asked', async () => {
    const { limits: counted, settled } = limits();
    for (let time = 1; time <= 3; time++) allowed(counted, 'ada');
    fill(counted);
    await settled();
    expect(counted.take('bob', 3, NOW).remaining).toBe(2);
    expect(allowed(counted, 'ada')).toBe(true);
    await settled();
    expect(allowed(counted, 'ada')).toBe(false);
    expect(counted.take(`stranger ${FULL - 10}`, 3, NOW).remaining).toBe(1);
  });

  it('count latecomers as one while Postgres does not answer, and keep what they know', async () => {
    const { kept, limits: counted, settled } = limits();
    kept.isThere = false;
    for (let time = 1; time <= 3; time++) allowed(counted, 'ada');
    fill(counted);
    const late = ['bob', 'eve', 'zoe', 'max', 'ada'].map((subject) => allowed(counted, subject));
    expect(late).toEqual([true, true, false, false, false]);
    kept.isThere = true;
    await settled();
    expect(allowed(counted, 'max')).toBe(true);
  });
});
