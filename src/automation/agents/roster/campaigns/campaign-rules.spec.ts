import fc from 'fast-check';
import { healthOf, nextSendTime, recommendationsFor } from './campaign-rules.js';

const DECIDERS = { target_audience: { job_title: 'CEO' } };
const OTHERS = { target_audience: { job_title: 'Gardener' } };
const sendTime = (audience: Parameters<typeof nextSendTime>[0], now: string) =>
  nextSendTime(audience, new Date(now)).toISOString();

describe('when a message is sent', () => {
  // 24 November 2026 is a Tuesday.
  it.each([
    [DECIDERS, '2026-11-23T12:00:00Z', '2026-11-24T10:00:00.000Z'],
    [DECIDERS, '2026-11-24T09:59:59Z', '2026-11-24T10:00:00.000Z'],
    [DECIDERS, '2026-11-24T10:00:00Z', '2026-12-01T10:00:00.000Z'],
    [DECIDERS, '2026-12-31T23:59:59Z', '2027-01-05T10:00:00.000Z'],
    [OTHERS, '2026-11-24T10:00:00Z', '2026-11-25T14:00:00.000Z'],
    [OTHERS, '2026-11-25T14:00:00Z', '2026-12-02T14:00:00.000Z'],
    [{ target_audience: 'Managers and every director' }, '2026-11-23T12:00:00Z', '2026-11-24T10:00:00.000Z'],
    [{ target_audience: null }, '2026-11-23T12:00:00Z', '2026-11-25T14:00:00.000Z'],
    [{ target_audience: { job_title: 5 } }, '2026-11-23T12:00:00Z', '2026-11-25T14:00:00.000Z'],
  ])('for %j at %s is %s', (audience, now, at) => {
    expect(sendTime(audience, now)).toBe(at);
  });

  it('is always within the next week, on the right day at the right hour', () => {
    const moments = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.boolean(), moments, (decides, now) => {
        const at = nextSendTime(decides ? DECIDERS : OTHERS, now);
        const waits = at.getTime() - now.getTime();
        expect(waits > 0 && waits <= 7 * 86_400_000).toBe(true);
        expect([at.getUTCDay(), at.getUTCHours()]).toEqual(decides ? [2, 10] : [3, 14]);
        expect(at.getTime() % 3_600_000).toBe(0);
      }),
    );
  });
});

describe('the health of a campaign', () => {
  it.each([
    [null, 'warning'],
    [0, 'critical'],
    [19, 'critical'],
    [20, 'warning'],
    [49, 'warning'],
    [50, 'healthy'],
    [100, 'healthy'],
  ] as const)('with %p points is %s', (score, status) => {
    const health = healthOf({ score });
    expect(health.status).toBe(status);
    expect(health.recommendations.length > 0).toBe(status !== 'healthy');
  });
});

describe('what is recommended', () => {
  it('is three things, others in each band', () => {
    const bands = [null, 29, 30, 59, 60].map((score) => recommendationsFor(score));
    for (const band of bands) expect(band).toHaveLength(3);
    expect(new Set(bands.map((band) => band[0])).size).toBe(4);
    expect(bands[2]).toEqual(bands[3]);
  });
});
