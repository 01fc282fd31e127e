import { completeProfile, guideOf, type ProfilePart } from '../brand-profile.js';
import type { BrandGuide } from '../guide/brand-guide.js';
import { findViolations } from './find-violations.js';
import type { RuleId } from './violation.dto.js';

const guide = (profile: ProfilePart): BrandGuide => guideOf(1, completeProfile(profile));
const found = (of: BrandGuide, text: string, rule?: RuleId) =>
  findViolations(of, text)
    .filter((violation) => rule === undefined || violation.rule === rule)
    .map((violation) => violation.found);

describe('a banned phrase', () => {
  const banned = guide({ banned_phrases: ['best in class', 'cheap', 'straße', '100% free', 'café', '最高'] });

  it.each([
    ['as it is written', 'It is best in class.', 'best in class'],
    ['in capitals', 'It is BEST IN CLASS.', 'BEST IN CLASS'],
    ['with hyphens', 'Our best-in-class tool', 'best-in-class'],
    ['with hyphens that do not break', 'Our best\u2011in\u2011class tool', 'best\u2011in\u2011class'],
    ['with dashes', 'Our best–in—class tool', 'best–in—class'],
    ['over two lines', 'best\n  in class', 'best\n  in class'],
    ['with a space that does not break', 'best\u00a0in class', 'best\u00a0in class'],
    ['with an invisible character in it', 'c\u200bhe\u00adap', 'c\u200bhe\u00adap'],
    ['at the ends of the text', 'cheap', 'cheap'],
    ['in quotation marks', 'a “cheap” one', 'cheap'],
    ['before an apostrophe', 'the cheap’s end', 'cheap'],
    ['in wide letters', 'so ｃｈｅａｐ', 'ｃｈｅａｐ'],
    ['with the accent it lacks', 'so chéàp', 'chéàp'],
    ['with an accent of two characters', 'a cafe\u0301 here', 'cafe\u0301'],
    ['without the accent it has', 'a CAFE here', 'CAFE'],
    ['with ß for ss', 'STRASSE und', 'STRASSE'],
    ['with a sign in it', 'now 100 % free', '100 % free'],
    ['in a script without spaces', 'これは最高の道具', '最高'],
  ])('is found %s', (_how, text, phrase) => {
    const [violation, ...more] = findViolations(banned, text);
    expect(more).toEqual([]);
    expect(violation).toEqual({
      rule: 'banned-phrase',
      severity: 'error',
      start: text.indexOf(phrase),
      end: text.indexOf(phrase) + phrase.length,
      found: phrase,
      replacement: '',
      suggestion: 'Leave this out.',
    });
  });

  it.each([
    ['inside a word', 'cheaply, uncheap, bestin class'],
    ['across a full stop', 'It is best. In class we trust.'],
    [
      'in an address',
      'https://example.com/cheap?best-in-class www.cheap.com cheap@example.com ann@cheap.com @cheap',
    ],
    ['in a merge field or a tag', '{{ cheap }} {% if cheap %} <a title="cheap" href=x>'],
  ])('is not seen %s', (_where, text) => {
    expect(findViolations(banned, text)).toEqual([]);
  });

  it('is not seen in its negation', () => {
    expect(found(guide({ banned_phrases: ['can'] }), 'You can’t, but she can.')).toEqual(['can']);
  });

  it('is found as the longest of those that begin alike, and beside those that overlap', () => {
    const both = guide({ banned_phrases: ['very', 'very best', 'best deal'] });
    expect(found(both, 'the very best deal, very good')).toEqual(['very best', 'best deal', 'very']);
  });

  it('tells the word to use, when the brand has one', () => {
    const terms = guide({
      banned_phrases: ['client'],
      terminology: [{ term: 'customer', instead_of: ['client'] }],
    });
    expect(findViolations(terms, 'Client first')).toMatchObject([
      { rule: 'banned-phrase', found: 'Client', replacement: 'Customer' },
    ]);
  });
});

describe('a word in place of the preferred one', () => {
  const terms = guide({
    name: 'Acme Cloud Platform',
    required_phrases: ['our users come first'],
    terminology: [
      { term: 'customer', instead_of: ['client', 'users'] },
      { term: 'iPhone', instead_of: ['Iphone', 'i-phone'] },
      { term: 'service', instead_of: ['platform'] },
    ],
  });

  it.each([
    ['client', 'customer'],
    ['Client', 'Customer'],
    ['CLIENT', 'CUSTOMER'],
    ['IPHONE', 'iPhone'],
    ['i phone', 'iPhone'],
  ])('is to be replaced, in the same case: %s', (wrong, right) => {
    const text = `Our ${wrong} here. Our users come first.`;
    expect(findViolations(terms, text)).toMatchObject([
      { rule: 'terminology', severity: 'warning', found: wrong, replacement: right },
    ]);
  });

  it('may stand in a name, in what must be said, and where it is the preferred one', () => {
    const text = 'The Acme Cloud Platform runs on iPhone. Our users come first, customers too.';
    expect(findViolations(terms, text)).toEqual([]);
    expect(found(terms, 'Any platform. Our users come first.')).toEqual(['platform']);
  });
});

describe('a required phrase', () => {
  const required = guide({ required_phrases: ['Made in Leeds', 'Made in Leeds with care', '最高'] });

  it('is missed at the end of the text, each for itself', () => {
    const text = 'Made - in leeds.';
    expect(findViolations(required, text)).toMatchObject(
      ['Made in Leeds with care', '最高'].map((phrase) => ({
        rule: 'required-phrase',
        severity: 'error',
        start: text.length,
        end: text.length,
        found: '',
        replacement: phrase,
      })),
    );
    expect(findViolations(required, 'MADE IN LEEDS WITH CARE 最高')).toEqual([]);
  });
});

describe('a don’t', () => {
  it('is looked for where it names words in quotation marks', () => {
    const dont = guide({
      donts: ["Don't say \"cheap\", “bargain” or ‘steal’, nor 'no-brainer'.", "No jargon, don't."],
    });
    expect(found(dont, 'A cheap bargain: a steal, a no brainer, no jargon.', 'dont')).toEqual([
      'cheap',
      'bargain',
      'steal',
      'no brainer',
    ]);
  });
});
