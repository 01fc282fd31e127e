import fc from 'fast-check';
import { BREAKER_DEFAULTS, type BreakerFigures, isSuspicious, tripOf } from './breaker-limits.js';

const figures = (changes: Partial<BreakerFigures> = {}): BreakerFigures => ({
  mails: 1_000,
  hardBounced: 0,
  complained: 0,
  failed: 0,
  ...changes,
});

describe('the circuit breaker of a mailing', () => {
  it('trips above each limit, not at it', () => {
    expect(tripOf(figures({ hardBounced: 50 }), BREAKER_DEFAULTS)).toBeUndefined();
    expect(tripOf(figures({ hardBounced: 51 }), BREAKER_DEFAULTS)).toEqual({
      rate: 'hard_bounce',
      percent: 5.1,
      limitPercent: 5,
      mails: 1_000,
      troubled: 51,
    });
    expect(tripOf(figures({ failed: 201 }), BREAKER_DEFAULTS)?.rate).toBe('failure');
    expect(tripOf(figures({ complained: 2 }), BREAKER_DEFAULTS)?.rate).toBe('complaint');
  });

  it('does not trip on one reader, or before there is a sample', () => {
    expect(tripOf(figures({ complained: 1 }), BREAKER_DEFAULTS)).toBeUndefined();
    expect(tripOf(figures({ mails: 99, failed: 99, hardBounced: 99 }), BREAKER_DEFAULTS)).toBeUndefined();
  });

  it('names the rate that has gone furthest beyond its limit', () => {
    expect(tripOf(figures({ hardBounced: 60, failed: 210, complained: 9 }), BREAKER_DEFAULTS)?.rate).toBe(
      'complaint',
    );
  });

  it('does not watch what is switched off', () => {
    expect(tripOf(figures({ failed: 900, hardBounced: 900 }), { minimumSample: 100 })).toBeUndefined();
  });

  it('counts the sample of every mailing that would trip', () => {
    const any = fc.record({
      mails: fc.nat(5_000),
      hardBounced: fc.nat(300),
      complained: fc.nat(20),
      failed: fc.nat(600),
    });
    fc.assert(
      fc.property(any, (one) => {
        if (tripOf(one, BREAKER_DEFAULTS)) expect(isSuspicious(one, BREAKER_DEFAULTS)).toBe(true);
      }),
    );
  });
});
