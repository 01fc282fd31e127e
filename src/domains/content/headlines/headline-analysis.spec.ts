import fc from 'fast-check';
import { analyzeHeadline } from './headline-analysis.js';

const factor = (headline: string, id: string) =>
  analyzeHeadline(headline).factors.find((one) => one.id === id)!;

describe('a headline', () => {
  it('that has everything gets the whole score and no suggestions', () => {
    const { score, suggestions, ...rest } = analyzeHeadline(
      'How 7 proven tips make you love your small garden',
    );
    expect({ score, suggestions }).toEqual({ score: 100, suggestions: [] });
    expect(rest).toMatchObject({
      characters: 49,
      words: 10,
      sentiment: { label: 'positive', score: 1 },
      ai: false,
    });
  });

  it('scores the sum of its values times their weights, and the weights are a hundred', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), (headline) => {
        const { score, factors, suggestions } = analyzeHeadline(headline);
        const sum = (of: (one: (typeof factors)[number]) => number) =>
          factors.reduce((all, one) => all + of(one), 0);
        expect(sum(({ weight }) => weight)).toBe(100);
        expect(Math.abs(score - sum(({ weight, value }) => weight * value))).toBeLessThan(1);
        expect(suggestions.length).toBeLessThanOrEqual(factors.length);
        for (const { value } of factors) expect(value >= 0 && value <= 1).toBe(true);
      }),
    );
  });

  it.each([
    ['characters', 'x'.repeat(40), 1],
    ['characters', 'x'.repeat(60), 1],
    ['characters', 'x'.repeat(85), 0.5],
    ['characters', 'x'.repeat(25), 0.5],
    ['characters', 'x'.repeat(200), 0],
    ['words', 'one two three four five six', 1],
    ['words', 'one', 0],
    ['words', 'a '.repeat(16), 0.5],
    ['power_words', 'A walk in the park', 0],
    ['power_words', 'A proven walk', 0.7],
    ['power_words', 'A simple proven walk', 1],
    ['number', 'Walks for 2027', 1],
    ['number', 'Seven walks', 1],
    ['number', 'Walks', 0],
    ['question', 'Do you walk?', 1],
    ['question', 'How to walk', 1],
    ['question', 'You walk', 0],
    ['emotion', 'Walks you love', 1],
    ['emotion', 'Walks', 0],
    ['sentiment', 'Walks', 0.5],
    ['clarity', 'Walk with us now', 1],
    ['clarity', 'WALK WITH US NOW', 0.67],
    ['clarity', 'Walk with us now!!!', 0.67],
  ])('has %s in %j worth %f', (id, headline, value) => {
    expect(factor(headline, id).value).toBe(value);
  });

  it.each([
    ['A garden to love', 'positive', 1],
    ['The worst garden', 'negative', -1],
    ['Love it or hate it', 'neutral', 0],
    ['Never fail again', 'positive', 1],
    ["Don't worry", 'positive', 1],
    ['A garden', 'neutral', 0],
  ])('feels as %j does', (headline, label, score) => {
    expect(analyzeHeadline(headline).sentiment).toEqual({ label, score });
  });

  it('is told the weightiest fault first', () => {
    const { suggestions } = analyzeHeadline('Walks');
    expect(suggestions[0]).toBe('Say more: 40 to 60 characters work best.');
    expect(suggestions).toHaveLength(7);
  });
});
