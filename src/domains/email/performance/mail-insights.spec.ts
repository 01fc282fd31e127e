import fc from 'fast-check';
import { engagementScore, insightsOf } from './mail-insights.js';

const report = (delivered: number, opened: number, clicked: number) => {
  const rate = (count: number) => (delivered === 0 ? 0 : Math.round((count / delivered) * 10_000) / 100);
  const rates = { delivery: 100, open: rate(opened), click: rate(clicked), bounce: 0, unsubscribe: 0 };
  return { delivered, opened, clicked, rates } as Parameters<typeof insightsOf>[0];
};
const told = (...counts: Parameters<typeof report>) =>
  insightsOf(report(...counts)).map(({ type, metric }) => `${type} ${metric}`);

describe('how engaged readers are', () => {
  it.each([
    [0, 0, 0, 0],
    [100, 0, 0, 0],
    [100, 100, 100, 100],
    [100, 40, 10, 19],
    [3, 1, 0, 10],
  ])('of %p delivered, %p opened and %p clicked is %p', (delivered, opened, clicked, score) => {
    expect(engagementScore({ delivered, opened, clicked })).toBe(score);
  });

  it('is 0 to 100', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6), (delivered, a, b) => {
        const [opened, clicked] = [Math.min(a, delivered), Math.min(b, delivered)];
        const score = engagementScore({ delivered, opened, clicked });
        expect(score >= 0 && score <= 100).toBe(true);
      }),
    );
  });
});

describe('what the numbers of a mailing say', () => {
  it.each([
    ['nothing before anything was delivered', [0, 0, 0], []],
    ['that few open and click', [100, 14, 1], ['warning open_rate', 'warning click_rate']],
    ['nothing of what is usual', [100, 15, 2], []],
    ['nothing of the other bound', [100, 25, 2], []],
    ['that many open', [100, 26, 2], ['success open_rate']],
    ['that many do both', [100, 40, 10], ['success open_rate', 'success engagement_score']],
  ] as const)('is %s', (_, [delivered, opened, clicked], says) => {
    expect(told(delivered, opened, clicked)).toEqual(says);
  });
});
