import fc from 'fast-check';
import { bandsOf } from './bands.js';
import { jaccard, shinglesOf } from './shingles.js';

const OWNER = '0198c1f2-7c1e-7000-8000-000000000001';
const OTHER = '0198c1f2-7c1e-7000-8000-000000000002';
const share = (one: readonly number[], other: readonly number[]) => one.some((band) => other.includes(band));

describe('the sequences of a text', () => {
  it('are of three words, whatever stands between and around them', () => {
    expect([...shinglesOf('Spring is  here — really, HERE!')]).toEqual([
      'spring is here',
      'is here really',
      'here really here',
    ]);
    expect([...shinglesOf('Two words')]).toEqual(['two words']);
    expect(shinglesOf(' … ').size).toBe(0);
    expect([...shinglesOf('春の庭です')]).toEqual(['春 の 庭', 'の 庭 で', '庭 で す']);
  });

  it('are compared by what both have', () => {
    const one = shinglesOf('a b c d');
    expect(jaccard(one, one)).toBe(1);
    expect(jaccard(one, shinglesOf('b c d e'))).toBeCloseTo(1 / 3);
    expect(jaccard(one, shinglesOf('x y z'))).toBe(0);
    expect(jaccard(new Set(), new Set())).toBe(0);
  });
});

describe('the bands of a text', () => {
  const word = fc.stringMatching(/^[a-z]{2,8}$/);
  const prose = fc.array(word, { minLength: 60, maxLength: 200 });

  it('are twenty whole numbers that Postgres can keep, and always the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bands = bandsOf(shinglesOf(text), OWNER);
        expect([0, 20]).toContain(bands.length);
        expect(bands).toEqual(bandsOf(shinglesOf(text), OWNER));
        for (const band of bands) expect(band).toBe(band | 0);
      }),
    );
    // Rows in the database hold these: where they change, everything has to be measured again.
    expect(bandsOf(shinglesOf('Spring is here again'), OWNER).slice(0, 3)).toEqual([
      171058543, -1942990931, -824525300,
    ]);
  });

  it('are others for another owner', () => {
    const shingles = shinglesOf('Spring is here again');
    expect(share(bandsOf(shingles, OWNER), bandsOf(shingles, OTHER))).toBe(false);
  });

  it('are shared by texts that are nearly the same, and by hardly any others', () => {
    let [near, found] = [0, 0];
    fc.assert(
      fc.property(prose, fc.nat(), word, (words, at, other) => {
        const changed = words.with(at % words.length, other);
        const [one, two] = [shinglesOf(words.join(' ')), shinglesOf(changed.join(' '))];
        if (jaccard(one, two) < 0.8) return;
        near++;
        if (share(bandsOf(one, OWNER), bandsOf(two, OWNER))) found++;
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(near).toBeGreaterThan(250);
    expect(found).toBe(near);
    fc.assert(
      fc.property(prose, prose, (one, two) => {
        const [left, right] = [shinglesOf(one.join(' ')), shinglesOf(two.join(' '))];
        fc.pre(jaccard(left, right) < 0.05);
        expect(share(bandsOf(left, OWNER), bandsOf(right, OWNER))).toBe(false);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
