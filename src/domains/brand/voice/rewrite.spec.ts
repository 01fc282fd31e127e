import fc from 'fast-check';
import { completeProfile, guideOf } from '../brand-profile.js';
import { findViolations } from '../check/find-violations.js';
import type { RuleId } from '../check/violation.dto.js';
import type { BrandGuide } from '../guide/brand-guide.js';
import { rewritten, TONE_RULES, WORD_RULES } from './rewrite.js';

const rewrite = (guide: BrandGuide, text: string, rules: readonly RuleId[] = WORD_RULES) =>
  rewritten(text, findViolations(guide, text), rules);

describe('a text put right by rules', () => {
  const words = guideOf(
    1,
    completeProfile({
      banned_phrases: ['best in class', 'cheap', 'users'],
      terminology: [{ term: 'customer', instead_of: ['client'] }],
    }),
  );

  it.each([
    [
      'a word for another',
      'Our client is here. Clients? CLIENT!',
      'Our customer is here. Clients? CUSTOMER!',
    ],
    ['a word in the middle', 'We sell cheap tools.', 'We sell tools.'],
    ['a word before a comma', 'Tools, cheap, and good', 'Tools,, and good'],
    ['the last word', 'Our tools are cheap.', 'Our tools are.'],
    ['the last word of all', 'Our tools are cheap', 'Our tools are'],
    ['the first words', 'Best-in-class tools for you', 'Tools for you'],
    ['the first words of a sentence', 'Look! Cheap, but good.', 'Look! But good.'],
    ['two in a row', 'We sell cheap best in class tools.', 'We sell tools.'],
    ['the only word', 'Cheap', ''],
    ['words at the end of a line', 'They are cheap\nand good', 'They are\nand good'],
    ['nothing', 'All is well.', 'All is well.'],
  ])('has %s', (_what, text, better) => {
    expect(rewrite(words, text)).toBe(better);
  });

  it('loses what the tone does not want', () => {
    const formal = guideOf(
      1,
      completeProfile({
        tones: { formal_casual: 0, matter_of_fact_enthusiastic: 0 },
      }),
    );
    expect(rewrite(formal, 'BUY NOW! 🎉 We don’t wait!!', TONE_RULES)).toBe('Buy now. We do not wait.');
  });

  it('gets the phrases it lacks, if they can stand by themselves', () => {
    const required = guideOf(
      1,
      completeProfile({ required_phrases: ['Acme', 'Made in Leeds.', 'A Leeds firm'] }),
    );
    const rules = ['required-phrase'] as const;
    expect(rewrite(required, 'We sell tools', rules)).toBe('We sell tools. Made in Leeds. A Leeds firm');
    expect(rewrite(required, 'One.\nTwo!\n', rules)).toBe('One.\nTwo!\n\nMade in Leeds.\n\nA Leeds firm');
    expect(rewrite(required, ' ', rules)).toBe('Made in Leeds. A Leeds firm');
  });

  it('keeps all that is not in question, and has none of the words that could be replaced', () => {
    const piece = fc.constantFrom(
      'client',
      'Client',
      'cheap',
      ' ',
      '. ',
      ', ',
      '\n',
      'tools',
      'We',
      '😀',
      'https://client.cheap',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join(' ');
        const better = rewrite(words, text);
        expect(findViolations(words, better)).toEqual([]);
        const others = (of: string) =>
          of.match(/https:\/\/client\.cheap|tools|😀|\bwe\b/gi)?.map((each) => each.toLowerCase());
        expect(others(better)).toEqual(others(text));
        expect(rewrite(words, better)).toBe(better);
      }),
    );
  });
});
