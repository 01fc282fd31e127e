import fc from 'fast-check';
import { Spending } from './spending.js';

describe('a budget', () => {
  it('is never exceeded by questions whose price is known, however many take from it', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.array(fc.nat(300)), (limit, prices) => {
        const spending = new Spending(limit);
        const taken = prices.filter((price) => spending.take(price));
        expect(spending.spent).toBe(taken.reduce((sum, price) => sum + price, 0));
        expect(spending.spent).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('lets what costs nothing pass, and what costs nobody knows how much while something is left', () => {
    const spending = new Spending(10, 10);
    expect([spending.take(0), spending.take(null), spending.take(1)]).toEqual([true, false, false]);
    const open = new Spending(10);
    expect(open.take(null)).toBe(true);
    open.settle(null, 12);
    expect([open.spent, open.take(null)]).toEqual([12, false]);
  });

  it('gets back what a question has not cost', () => {
    const spending = new Spending(10);
    spending.take(10);
    spending.settle(10, 0);
    expect([spending.spent, spending.take(10)]).toEqual([0, true]);
  });
});
