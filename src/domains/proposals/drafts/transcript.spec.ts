import fc from 'fast-check';
import { quotesOf } from './transcript.js';

const CALL = `[00:00:05] Tom (sales): Thanks for calling. What can we do for you?
[00:00:20] Ada Okafor: We need more customers for our two new shops. The weather was nice, by the way.
Ada: Our biggest problem is that nobody finds us on the web. Can you help?
Tom: Sure.
Ada: Our budget is around $8,000 for the first quarter.
Ada: It has to go live by the end of March. We agreed with the landlord on the signage already.
Tom: Let's go with the small package first.`;

describe('a call transcript', () => {
  it('is searched for needs, budget, dates and decisions, word for word', () => {
    expect(quotesOf(CALL).map(({ topic, text }) => [topic, text])).toEqual([
      ['need', 'We need more customers for our two new shops.'],
      ['need', 'Our biggest problem is that nobody finds us on the web.'],
      ['budget', 'Our budget is around $8,000 for the first quarter.'],
      ['date', 'It has to go live by the end of March.'],
      ['decision', 'We agreed with the landlord on the signage already.'],
      ['decision', "Let's go with the small package first."],
    ]);
  });

  it('is quoted from where it was said', () => {
    const words = fc.constantFrom(
      'We need a new site. ',
      'Ada: ',
      '\n',
      'By the end of May! ',
      '🙂 ',
      '5.000 € höchstens. ',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
        const transcript = parts.join('');
        for (const { text, offset } of quotesOf(transcript))
          expect(transcript.slice(offset, offset + text.length)).toBe(text);
      }),
    );
    expect(quotesOf('Wir haben 5.000 € für alles zusammen.')).toHaveLength(1);
  });

  it('gives a few sentences of each kind, none twice, and nothing where nothing is said', () => {
    const long = Array.from({ length: 500 }, (_, at) => `We need thing number ${at % 9} very soon.`).join(
      ' ',
    );
    const quotes = quotesOf(long);
    expect(quotes).toHaveLength(5);
    expect(new Set(quotes.map(({ text }) => text)).size).toBe(5);
    expect(quotesOf('')).toEqual([]);
    expect(quotesOf('Hello. Nice weather today. Do we need an umbrella?')).toEqual([]);
  });

  it.each([
    ['a'.repeat(60_000)],
    ['A '.repeat(30_000)],
    ['1'.repeat(60_000)],
    ['A:'.repeat(30_000)],
    ['12.'.repeat(20_000)],
    ['(A '.repeat(20_000)],
  ])('of 60,000 characters is read, even one made to be slow', (text) => {
    const started = performance.now();
    quotesOf(text);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
