import { normal } from './normal.js';

describe('the normal distribution', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447],
    [1.959964, 0.975],
    [-1, 0.1586553],
    [-3, 0.0013499],
  ])('up to %p is %p', (z, share) => {
    expect(normal(z)).toBeCloseTo(share, 6);
  });
});
