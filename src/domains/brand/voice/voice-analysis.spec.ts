import fc from 'fast-check';
import { readText } from '../check/read-text.js';
import { completeProfile, guideOf } from '../brand-profile.js';
import { analysisOf, readabilityOf } from './voice-analysis.js';

const guide = guideOf(
  4,
  completeProfile({
    name: 'Acme',
    banned_phrases: ['cheap'],
    required_phrases: ['Made in Leeds'],
    terminology: [{ term: 'customer', instead_of: ['client'] }],
    tones: { formal_casual: 0 },
  }),
);

describe('the analysis of a text', () => {
  it('counts what is wrong, and says what to do', () => {
    const analysis = analysisOf(guide, 'Acme is cheap. Each client and each customer knows. We don’t brag.');
    expect(analysis).toMatchObject({
      // Cheap and what is missing cost 10 each, the client and the contraction 4.
      score: 72,
      // Acme and the customer, of three.
      consistency: 67,
      tone_alignment: 67,
      vocabulary_issues: [
        '“cheap”: Leave this out.',
        '“client”: Write “customer”.',
        'Say “Made in Leeds” somewhere.',
      ],
      suggestions: [
        'Leave this out.',
        'Write “customer”.',
        'Write “do not”.',
        'Say “Made in Leeds” somewhere.',
      ],
      brand_terms: ['Acme', 'customer'],
      flagged_phrases: ['cheap', 'client'],
      brand_version: 4,
    });
    expect(analysis.readability).toMatchObject({ words: 13, sentences: 3 });
  });

  it('weighs a violation the less, the longer the text', () => {
    const long = `It is cheap. Made in Leeds. ${'We sell tools here. '.repeat(49)}`;
    expect(analysisOf(guide, long).score).toBe(95);
    expect(analysisOf(guide, 'Made in Leeds.').score).toBe(100);
  });

  it('holds the style against the tone', () => {
    const plain = 'We cut the grass. You sit in the sun. We do it now.';
    const dense =
      'Notwithstanding institutional considerations, organisational responsibilities necessitate comprehensive documentation.';
    const style = (casual: number | null, text: string) =>
      analysisOf(guideOf(1, completeProfile({ tones: { formal_casual: casual } })), text).style_compliance;
    expect(style(100, plain)).toMatchObject({ sentence_length: 100, complexity: 100 });
    expect(style(100, dense).complexity).toBe(0);
    expect(style(0, dense).complexity).toBeGreaterThan(0);
    expect(style(0, dense).formality).toBe(100);
    expect(style(100, dense).formality).toBe(0);
    expect(style(null, dense).formality).toBe(100);
    expect(style(100, `${'word '.repeat(30)}. Short one.`).sentence_length).toBe(50);
  });

  it('gives figures from 0 to 100 for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { score, consistency, tone_alignment, style_compliance } = analysisOf(guide, text);
        for (const figure of [score, consistency, tone_alignment, ...Object.values(style_compliance)]) {
          expect(Number.isInteger(figure)).toBe(true);
          expect(figure).toBeGreaterThanOrEqual(0);
          expect(figure).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});

describe('how easily a text reads', () => {
  it('follows Flesch and Kincaid', () => {
    // 13 words, 3 sentences, 14 syllables.
    const { flesch_reading_ease: ease, grade } = readabilityOf(
      readText('The cat sat on the mat. It was a big cat. So it slept always.'),
    );
    expect(ease).toBeGreaterThan(95);
    expect(grade).toBeLessThan(2);
    const hard = readabilityOf(
      readText('Institutional responsibilities necessitate comprehensive documentation.'),
    );
    expect(hard.flesch_reading_ease).toBe(0);
    expect(hard.grade).toBeGreaterThan(15);
  });

  it('is told of a text without words, and of one with a long row of spaces, at once', () => {
    expect(readabilityOf(readText('!?'))).toEqual({
      flesch_reading_ease: 100,
      grade: 0,
      words: 0,
      sentences: 0,
    });
    const before = process.cpuUsage().user;
    readabilityOf(readText(`One.${' '.repeat(100_000)}Two.`));
    expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(20_000);
  });
});
