import { slownessOf } from './answer-time.js';

const timesOf = (maxTokens?: number) =>
  slownessOf({ userId: null, feature: 'test', messages: [], ...(maxTokens !== undefined && { maxTokens }) });

describe('the time of a whole answer', () => {
  it('is the usual one up to 4,000 tokens, and once again for each 2,000 more', () => {
    expect([undefined, 1, 4_000].map(timesOf)).toEqual([1, 1, 1]);
    expect([6_000, 8_000, 16_000].map(timesOf)).toEqual([2, 3, 7]);
  });
});
