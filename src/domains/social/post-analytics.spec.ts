import fc from 'fast-check';
import { analyticsOf, type PlatformSums, totalsOf } from './post-analytics.js';

const NOTHING = { posts: 0, likes: 0, comments: 0, shares: 0, clicks: 0, impressions: 0, reach: 0 };
const metric = fc.nat({ max: 1_000_000 });
const sums: fc.Arbitrary<PlatformSums> = fc.record({
  platform: fc.constantFrom('linkedin', 'twitter'),
  posts: fc.nat({ max: 1_000 }),
  likes: metric,
  comments: metric,
  shares: metric,
  clicks: metric,
  impressions: metric,
  reach: metric,
});

describe('what posts have reached', () => {
  it('is summed, with rates to two decimals and averages to one', () => {
    expect(
      analyticsOf({
        platform: 'x',
        posts: 3,
        likes: 20,
        comments: 4,
        shares: 1,
        clicks: 7,
        impressions: 900,
        reach: 600,
      }),
    ).toEqual({
      posts_count: 3,
      total_likes: 20,
      total_comments: 4,
      total_shares: 1,
      total_clicks: 7,
      total_impressions: 900,
      total_reach: 600,
      total_engagement: 25,
      engagement_rate: 2.78,
      average_likes: 6.7,
      average_comments: 1.3,
      average_shares: 0.3,
      average_engagement: 8.3,
    });
  });

  it('is nothing, and no division by it, where nothing was posted or seen', () => {
    expect(analyticsOf({ platform: 'x', ...NOTHING })).toMatchObject({
      engagement_rate: 0,
      average_likes: 0,
      average_engagement: 0,
    });
    expect(totalsOf([])).toEqual({
      total_posts: 0,
      total_engagement: 0,
      total_impressions: 0,
      engagement_rate: 0,
    });
  });

  it('is the sum of the networks when they are taken together, and the rate lies between theirs', () => {
    fc.assert(
      fc.property(fc.array(sums, { minLength: 1, maxLength: 9 }), (all) => {
        const each = all.map(analyticsOf);
        const totals = totalsOf(all);
        const rates = each
          .filter(({ total_impressions }) => total_impressions > 0)
          .map(({ engagement_rate }) => engagement_rate);
        expect(totals.total_posts).toBe(each.reduce((sum, { posts_count }) => sum + posts_count, 0));
        expect(totals.total_impressions).toBe(each.reduce((sum, of) => sum + of.total_impressions, 0));
        if (rates.length === each.length) {
          expect(totals.engagement_rate).toBeGreaterThanOrEqual(Math.min(...rates));
          expect(totals.engagement_rate).toBeLessThanOrEqual(Math.max(...rates));
        }
        for (const of of each) {
          expect(of.total_engagement).toBe(of.total_likes + of.total_comments + of.total_shares);
          expect(Object.values(of).every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });
});
