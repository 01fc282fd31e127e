import fc from 'fast-check';
import { NETWORK_IDS } from '#platform/channels/networks';
import { predictPost } from './post-prediction.js';

describe('how a post will do', () => {
  it.each([
    [50, 0, 'twitter', 50],
    [100, 3, 'twitter', 65],
    [101, 2, 'twitter', 60],
    [199, 7, 'twitter', 75],
    [200, 8, 'twitter', 50],
    [150, 5, 'instagram', 90],
    [150, 5, 'tiktok', 100],
    [150, 5, 'linkedin', 60],
    [150, 5, 'facebook', 67.5],
    [50, 0, 'pinterest', 55],
    [50, 0, 'snapchat', 50],
  ] as const)('is estimated: %i characters and %i hashtags on %s give %d', (length, tags, network, score) => {
    expect(predictPost('x'.repeat(length), tags, network).engagement_score).toBe(score);
  });

  it('follows from the score, and says that it is an estimate', () => {
    expect(predictPost('x'.repeat(150), 5, 'facebook')).toEqual({
      engagement_score: 67.5,
      predicted_likes: 675,
      predicted_comments: 135,
      predicted_shares: 67,
      viral_potential: 81,
      confidence: 0.75,
      estimated: true,
    });
    expect(predictPost('x'.repeat(150), 5, 'tiktok').viral_potential).toBe(95);
  });

  it('stays within its bounds for any post', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 300 }),
        fc.nat(50),
        fc.constantFrom(...NETWORK_IDS),
        (text, tags, network) => {
          const { engagement_score, viral_potential } = predictPost(text, tags, network);
          expect(engagement_score).toBeGreaterThanOrEqual(40);
          expect(engagement_score).toBeLessThanOrEqual(100);
          expect(viral_potential).toBeLessThanOrEqual(95);
        },
      ),
    );
  });
});
