import fc from 'fast-check';
import { littleText } from './little-text.js';

describe('a text as LinkedIn takes it', () => {
  it.each([
    ['Bread (fresh) #now', String.raw`Bread \(fresh\) #now`],
    [
      '@[Ada](urn:li:person:1) *bold* {hashtag|x}',
      String.raw`\@\[Ada\]\(urn:li:person:1\) \*bold\* \{hashtag\|x\}`,
    ],
    ['# alone, #Müsli_1', String.raw`\# alone, #Müsli\_1`],
    [String.raw`a\b ~ <c>`, String.raw`a\\b \~ \<c\>`],
  ])('escapes what would be read as more than words: %s', (text, expected) => {
    expect(littleText(text)).toBe(expected);
  });

  it('reads as it was written', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(littleText(text).replace(/\\([\\|{}@[\]()<>*_~#])/g, '$1')).toBe(text);
      }),
    );
  });
});
