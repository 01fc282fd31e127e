import fc from 'fast-check';
import { averageLink } from './average-link.js';
import { byMeaning, byWords } from './grouping.js';

const flat = (groups: number[][]) => groups.flat().toSorted((one, other) => one - other);
const places = (count: number) => Array.from({ length: count }, (_, at) => at);
const named = (keywords: string[], groups: number[][]) =>
  groups.map((group) => group.map((at) => keywords[at] ?? '').join(' | '));

describe('keywords grouped by words', () => {
  it('belong together by what they are about', () => {
    const keywords = [
      'running shoes',
      'best running shoes',
      'coffee grinder',
      'shoes for running',
      'how to run',
      'coffee grinders tips',
      'running shoe guide',
    ];
    expect(named(keywords, byWords(keywords))).toEqual([
      'running shoes | best running shoes | shoes for running | running shoe guide',
      'coffee grinder | coffee grinders tips',
      'how to run',
    ]);
  });

  it('are told apart in scripts without blanks', () => {
    const keywords = ['ランニングシューズ', 'ランニングシューズ おすすめ', 'コーヒーミル'];
    expect(byWords(keywords)).toEqual([[0, 1], [2]]);
  });

  it('are in exactly one group each, the same ones every time', () => {
    const word = fc.constantFrom('shoe', 'shoes', 'running', 'run', 'best', 'tips', 'the', 'coffee', 'mill');
    const keyword = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(keyword, { maxLength: 30 }), (keywords) => {
        const groups = byWords(keywords);
        expect(flat(groups)).toEqual(places(keywords.length));
        expect(byWords(keywords)).toEqual(groups);
      }),
    );
  });
});

describe('vectors grouped by meaning', () => {
  it('belong together where they point the same way, however long they are', () => {
    expect(
      byMeaning([
        [1, 0],
        [0, 3],
        [50, 1],
        [0.1, 1],
        [-1, 0],
      ]),
    ).toEqual([[0, 2], [1, 3], [4]]);
  });

  it('need more of each other where a model finds everything alike', () => {
    const like = (x: number, y: number) => [1.5, x, y];
    expect(byMeaning([like(1, 0), like(1, 0.1), like(0, 1), like(0.1, 1), like(-1, -1)])).toEqual([
      [0, 1],
      [2, 3],
      [4],
    ]);
    expect(
      byMeaning([
        [1, 0.1],
        [1, 0],
      ]),
    ).toEqual([[0, 1]]);
  });

  it('are in exactly one group each, even those that point nowhere', () => {
    const number = fc.integer({ min: -5, max: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number, number), { maxLength: 25 }), (vectors) => {
        expect(flat(byMeaning(vectors))).toEqual(places(vectors.length));
      }),
    );
  });
});

describe('average link', () => {
  it('joins whole groups by the mean of their members, not by the best pair', () => {
    // A chain: each is like the next, the first is nothing like the last.
    const chain = (one: number, other: number) => (Math.abs(one - other) === 1 ? 0.8 : 0);
    expect(averageLink(4, chain, 0.5)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(averageLink(4, chain, 0.1)).toEqual([[0, 1, 2, 3]]);
  });

  it('leaves no two groups that are as alike as the bar', () => {
    const alike = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 45, maxLength: 45 });
    fc.assert(
      fc.property(alike, fc.double({ min: 0.05, max: 1, noNaN: true }), (values, bar) => {
        const at = (one: number, other: number) => {
          const [low, high] = [Math.min(one, other), Math.max(one, other)];
          return values[(low * (19 - low)) / 2 + high - low - 1] ?? 0;
        };
        const groups = averageLink(10, at, bar);
        expect(flat(groups)).toEqual(places(10));
        for (const [index, group] of groups.entries())
          for (const next of groups.slice(index + 1)) {
            const all = group.flatMap((one) => next.map((other) => at(one, other)));
            expect(all.reduce((sum, value) => sum + value, 0) / all.length).toBeLessThan(bar + 1e-9);
          }
      }),
    );
  });
});
