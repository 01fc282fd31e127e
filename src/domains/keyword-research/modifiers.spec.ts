import fc from 'fast-check';
import { combinations, dissect, intentOf } from './modifiers.js';

describe('the subject of a keyword', () => {
  it.each([
    ['running shoes', 'running shoes', 0],
    ['best running shoes', 'running shoes', 1],
    ['how to choose running shoes', 'running shoes', 1],
    ['best running shoes for beginners', 'running shoes', 2],
    ['buy cheap running shoes online', 'running shoes', 3],
    ['where to buy running shoes near me', 'running shoes', 2],
    ['best', 'best', 0],
    ['garden tools', 'garden tools', 0],
    ['guideline', 'guideline', 0],
  ])('%s is %s', (keyword, subject, modifiers) => {
    expect(dissect(keyword)).toEqual({ subject, modifiers });
  });

  it('is never empty, and stays what it is when it is taken off again', () => {
    const word = fc.constantFrom('best', 'guide', 'how', 'to', 'buy', 'near', 'me', 'shoes', 'what', 'is');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 10 }), (words) => {
        const { subject } = dissect(words.join(' '));
        expect(subject).not.toBe('');
        expect(dissect(subject)).toEqual({ subject, modifiers: 0 });
      }),
    );
  });
});

describe('the intent of a keyword', () => {
  it.each([
    ['acme login', 'navigational'],
    ['sign in acme', 'informational'],
    ['acme sign in', 'navigational'],
    ['buy running shoes', 'transactional'],
    ['running shoes near me', 'transactional'],
    ['best running shoes to buy online', 'transactional'],
    ['best running shoes', 'commercial'],
    ['acme vs globex', 'commercial'],
    ['crm software for nonprofits', 'commercial'],
    ['what is a crm', 'informational'],
    ['running shoes', 'informational'],
    ['login', 'informational'],
    ['buy', 'informational'],
  ])('%s is %s', (keyword, intent) => {
    expect(intentOf(keyword)).toBe(intent);
  });
});

describe('suggestions', () => {
  it('each differ, hold the subject, and can be taken apart again', () => {
    const made = combinations('running shoes');
    expect(made.slice(0, 4)).toEqual([
      'what is running shoes',
      'best running shoes',
      'buy running shoes',
      'how to choose running shoes',
    ]);
    expect(new Set(made).size).toBe(made.length);
    for (const phrase of made) expect(dissect(phrase)).toEqual({ subject: 'running shoes', modifiers: 1 });
  });
});
