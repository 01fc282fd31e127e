import fc from 'fast-check';
import { AddressSet } from './address-set.js';

describe('the addresses that have been met', () => {
  it('are those that were added, through every growth', () => {
    const met = new AddressSet();
    const addresses = Array.from({ length: 30_000 }, (_, number) => `lead.${number}@example.com`);
    const known = addresses.filter((address) => {
      const before = met.has(address);
      met.add(address);
      met.add(address);
      return before;
    });
    expect(known).toEqual([]);
    expect(addresses.filter((address) => !met.has(address))).toEqual([]);
    expect(met.has('lead.30000@example.com')).toBe(false);
  });

  it('are told apart whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.string({ unit: 'binary' }), (added, other) => {
        const met = new AddressSet();
        for (const address of added) met.add(address);
        expect([...added, other].map((address) => met.has(address))).toEqual(
          [...added, other].map((address) => added.includes(address)),
        );
      }),
    );
  });
});
