import fc from 'fast-check';
import type { Criterion } from '../rubrics/rubric.js';
import { type CriterionFinding, judged } from './judgement.js';
import { checkedVerdicts, shownSources, undecided } from './quotes.js';

const criterion = (key: string, more: Partial<Criterion> = {}): Criterion => ({
  key,
  name: key,
  weight: 1,
  required: false,
  ...more,
});
const finding = fc.record({
  weight: fc.integer({ min: 1, max: 100 }),
  required: fc.boolean(),
  verdict: fc.constantFrom('met' as const, 'unmet' as const, 'unknown' as const),
});
const rubric = (qualify_at: number) => ({ criteria: [], qualify_at, ask_model: true });
const asFindings = (
  list: readonly { weight: number; required: boolean; verdict: CriterionFinding['verdict'] }[],
): CriterionFinding[] =>
  list.map(({ verdict, ...more }, at) => ({ ...undecided(criterion(`c${at}`, more)), verdict }));

describe('a verdict', () => {
  it('that is certain stays, whatever is found out of what is open', () => {
    fc.assert(
      fc.property(
        fc.array(finding, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(0.3, 0.5, 0.75, 1),
        fc.infiniteStream(fc.constantFrom('met' as const, 'unmet' as const)),
        (list, needed, answers) => {
          const before = judged(rubric(needed), asFindings(list));
          const after = judged(
            rubric(needed),
            asFindings(
              list.map((one) => ({
                ...one,
                verdict: one.verdict === 'unknown' ? (answers.next().value ?? 'met') : one.verdict,
              })),
            ),
          );
          expect(after.verdict).not.toBe('needs_review');
          if (before.verdict !== 'needs_review') expect(after.verdict).toBe(before.verdict);
          expect(after.share).toBeGreaterThanOrEqual(before.share);
        },
      ),
    );
  });

  it('is left to a person only where both may come of it', () => {
    fc.assert(
      fc.property(fc.array(finding, { minLength: 1, maxLength: 8 }), (list) => {
        const all = (verdict: 'met' | 'unmet') =>
          judged(
            rubric(0.5),
            asFindings(list.map((one) => (one.verdict === 'unknown' ? { ...one, verdict } : one))),
          ).verdict;
        const { verdict } = judged(rubric(0.5), asFindings(list));
        expect(verdict === 'needs_review').toBe(all('met') !== all('unmet'));
      }),
    );
  });

  it('counts what is exactly enough', () => {
    const three = asFindings(
      ['met', 'met', 'unmet'].map((verdict) => ({ weight: 1, required: false, verdict: verdict as 'met' })),
    );
    expect(judged(rubric(0.6667), three).verdict).toBe('not_qualified');
    expect(judged(rubric(0.6666), three)).toEqual({ verdict: 'qualified', share: 2 / 3 });
  });
});

describe('a quote', () => {
  const texts = [{ kind: 'notes' as const, ref: 'x', text: ' We begin\u200b in May.\u202e ' }];

  it('stands in the text as a model is shown it, without what nobody sees', () => {
    expect(shownSources([{ ...texts[0]!, text: ' \u200b ' }, ...texts])).toEqual([
      { kind: 'notes', ref: 'x', text: 'We begin in May.', name: 's1' },
    ]);
  });

  it('is believed only when it is there, whatever a model says', () => {
    const sources = shownSources(texts);
    const verdicts = fc.record({
      criterion: fc.constantFrom('a', 'b', 'zz'),
      verdict: fc.constantFrom('met' as const, 'unmet' as const, 'unknown' as const),
      source: fc.constantFrom('s1', 's2', ''),
      quote: fc.oneof(fc.constantFrom('begin in May', 'We begin', 'begin', 'in June then'), fc.string()),
    });
    fc.assert(
      fc.property(fc.array(verdicts, { maxLength: 6 }), (said) => {
        const found = checkedVerdicts([criterion('a'), criterion('b')], { verdicts: said }, sources);
        expect(found.map((one) => one.criterion.key)).toEqual(['a', 'b']);
        for (const { verdict, quote, by } of found) {
          expect(by === 'model').toBe(verdict !== 'unknown');
          if (by === 'model') expect(sources[0]!.text.includes(quote ?? '-')).toBe(true);
        }
      }),
    );
  });

  it('is of the first thirty thousand characters', () => {
    const long = shownSources(Array.from({ length: 9 }, () => ({ ...texts[0]!, text: 'x'.repeat(9_000) })));
    expect(long.reduce((sum, { text }) => sum + text.length, 0)).toBe(30_000);
    expect(long).toHaveLength(4);
  });
});
