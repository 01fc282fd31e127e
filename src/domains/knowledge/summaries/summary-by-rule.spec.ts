import fc from 'fast-check';
import { LONGEST_SUMMARY, summaryByRule } from './summary-by-rule.js';

describe('a summary by rule', () => {
  it('is a short text itself', () => {
    expect(summaryByRule('# Prices\n\nThe team plan costs 49 EUR.\n- Cancel any time.')).toBe(
      'Prices The team plan costs 49 EUR. Cancel any time.',
    );
    expect(summaryByRule('')).toBe('');
  });

  it('holds the sentences whose words stand in the text most, in its order', () => {
    const fillers = Array.from({ length: 60 }, (_, n) => `Words${n} fill${n} line${n} stuff${n}.`);
    const text = [
      'Delivery of parcels is what this handbook is about.',
      ...fillers.slice(0, 30),
      'Delivery of parcels begins on Monday.',
      ...fillers.slice(30),
      'Delivery of parcels ends on Friday.',
    ].join(' ');
    expect(summaryByRule(text)).toMatch(
      /^Delivery of parcels is what this handbook is about\..*Delivery of parcels begins on Monday\..*ends on Friday\.$/,
    );
  });

  it('tells a line that stands on every page once', () => {
    const pages = Array.from({ length: 30 }, (_, page) => `Confidential, Acme Ltd\nPage ${page} says this.`);
    expect(summaryByRule(pages.join('\n')).match(/Confidential/g)).toHaveLength(1);
  });

  it('never is longer than it may be, and holds no word that the text does not', () => {
    fc.assert(
      fc.property(fc.array(fc.lorem({ mode: 'sentences', maxCount: 4 }), { maxLength: 30 }), (parts) => {
        const text = parts.join('\n\n');
        const summary = summaryByRule(text);
        expect(summary.length).toBeLessThanOrEqual(LONGEST_SUMMARY);
        const words = new Set(text.split(/\s+/));
        expect(summary.split(/\s+/).filter((word) => word !== '' && !words.has(word))).toEqual([]);
        expect(summary === '').toBe(text.trim() === '');
      }),
    );
  });
});
