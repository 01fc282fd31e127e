import fc from 'fast-check';
import { type Split, variantFor } from './split.js';

const split = (changes: Partial<Split> = {}): Split => ({
  seed: 's',
  share: 0.3,
  variants: ['A', 'B', 'C'],
  ...changes,
});
const people = Array.from({ length: 20_000 }, (_, index) => `reader-${index}@example.com`);

describe('the division of recipients among variants', () => {
  it('gives each variant as many as the others, and the test its share', () => {
    const counts = new Map<string | null, number>();
    for (const person of people) {
      const variant = variantFor(split(), person);
      counts.set(variant, (counts.get(variant) ?? 0) + 1);
    }
    for (const variant of ['A', 'B', 'C'])
      expect(Math.abs((counts.get(variant) ?? 0) - 2_000)).toBeLessThan(150);
    expect(Math.abs((counts.get(null) ?? 0) - 14_000)).toBeLessThan(250);
  });

  it('tests everybody where the share is all', () => {
    fc.assert(fc.property(fc.emailAddress(), (person) => variantFor(split({ share: 1 }), person) !== null));
  });

  it('is the same whenever it is asked, and another one in another test', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.uuid(), (person, seed) => {
        expect(variantFor(split({ seed }), person)).toBe(variantFor(split({ seed }), person));
      }),
    );
    const moved = people.filter(
      (person) =>
        variantFor(split({ share: 1 }), person) !== variantFor(split({ share: 1, seed: 't' }), person),
    );
    expect(Math.abs(moved.length / people.length - 2 / 3)).toBeLessThan(0.02);
  });

  it('keeps who was tested in the test when its share grows', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (person, share) => {
        if (variantFor(split({ share }), person) !== null)
          expect(variantFor(split({ share: Math.min(1, share * 1.5) }), person)).not.toBeNull();
      }),
    );
  });
});
