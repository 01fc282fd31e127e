import fc from 'fast-check';
import { draw } from './throttle.js';

describe('a throttled mailing', () => {
  it('lets one through at once and the next after its time', () => {
    const first = draw({ tokens: 1, elapsed: 0 }, 6, 50);
    expect(first).toEqual({ take: 1, tokens: 0, wait: 0 });
    expect(draw({ tokens: first.tokens, elapsed: 4 }, 6, 50)).toMatchObject({
      take: 0,
      wait: expect.closeTo(6, 5),
    });
    expect(draw({ tokens: first.tokens, elapsed: 10 }, 6, 50).take).toBe(1);
  });

  it('never exceeds its rate by more than five seconds of it', () => {
    const pauses = fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6000 }), pauses, (perMinute, waits) => {
        let tokens = 1;
        let sent = 0;
        for (const elapsed of waits) {
          const drawn = draw({ tokens, elapsed }, perMinute, 1_000);
          tokens = drawn.tokens;
          sent += drawn.take;
        }
        const time = waits.reduce((sum, wait) => sum + wait, 0);
        expect(sent).toBeLessThanOrEqual((time * perMinute) / 60 + Math.max(1, perMinute / 12) + 1e-6);
      }),
    );
  });
});
