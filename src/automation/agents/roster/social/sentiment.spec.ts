import fc from 'fast-check';
import { sentimentOf } from './sentiment.js';

describe('the mood of a message', () => {
  it.each([
    ['I love your bread, thank you!', 'positive'],
    ['Terrible. My order is late and the box was damaged.', 'negative'],
    ['When do you open?', 'neutral'],
    ['This is not good', 'negative'],
    ["It wasn't bad at all", 'positive'],
    ['It isn’t great', 'negative'],
    ['Great bread, horrible service', 'neutral'],
    ['Goodness', 'neutral'],
    ['', 'neutral'],
  ])('of "%s" is %s', (text, mood) => {
    expect(sentimentOf(text)).toBe(mood);
  });

  it('does not depend on capitals, marks or the space around', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('good', 'bad', 'not', 'bread', 'love', 'late')), (words) => {
        const text = words.join(' ');
        expect(sentimentOf(`  ${words.join(', ').toUpperCase()}!! `)).toBe(sentimentOf(text));
      }),
    );
  });
});
