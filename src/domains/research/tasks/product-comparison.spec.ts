import { comparisonOf } from './product-comparison.js';

type Compared = Parameters<typeof comparisonOf>[0][number];

const product = (given: Partial<Compared>): Compared => ({
  price: null,
  currency: null,
  availability: null,
  rating: null,
  ...given,
});

describe('products side by side', () => {
  it('are compared in the currency that most of them have', () => {
    const products = [
      product({ price: 5, currency: 'USD' }),
      product({ price: 20, currency: 'EUR' }),
      product({ price: 10, currency: 'EUR' }),
      product({ price: 10.01, currency: 'EUR' }),
      product({ currency: 'EUR' }),
    ];
    expect(comparisonOf(products).price_range).toEqual({
      min: 10,
      max: 20,
      avg: 13.34,
      count: 3,
      currency: 'EUR',
    });
  });

  it('are rated on one scale', () => {
    const products = [
      product({ rating: { value: 8, count: 3, max: 10 } }),
      product({ rating: { value: 90, count: null, max: 100 } }),
      product({ rating: { value: 5, count: 1, max: null } }),
      product({ rating: { value: 3, count: 1, max: 0 } }),
    ];
    expect(comparisonOf(products).rating_range).toEqual({ min: 3, max: 5, avg: 4.13, count: 4 });
  });

  it('are counted by whether they can be had', () => {
    const words = ['in_stock', 'out_of_stock', 'discontinued', 'pre_order', 'back_order', null] as const;
    const products = words.map((availability) => product({ availability }));
    expect(comparisonOf(products).availability_summary).toEqual({ in_stock: 1, out_of_stock: 2, unknown: 3 });
  });

  it('are not there at all', () => {
    const nothing = { min: null, max: null, avg: null, count: 0 };
    expect(comparisonOf([])).toEqual({
      price_range: { ...nothing, currency: null },
      rating_range: nothing,
      availability_summary: { in_stock: 0, out_of_stock: 0, unknown: 0 },
    });
  });
});
