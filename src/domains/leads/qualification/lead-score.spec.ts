import fc from 'fast-check';
import { DEFAULT_WEIGHTS, scoreLead, type ScoredLead, sizeName } from './lead-score.js';

const NOTHING: ScoredLead = { company_size: null, industry: null, job_title: null, enriched_data: null };
const SIZES = [null, '1-10', '11-50', '51-200', '201-1000', '1000+'] as const;
const leads = fc.record({
  company_size: fc.constantFrom(...SIZES),
  industry: fc.option(fc.string()),
  job_title: fc.option(fc.string()),
  enriched_data: fc.option(fc.dictionary(fc.string(), fc.jsonValue())),
});
const share = fc.double({ min: 0, max: 100, noNaN: true });
const weights = fc.record({
  company_size: share,
  industry_fit: share,
  job_title_relevance: share,
  engagement_potential: share,
});

describe('how well a lead fits', () => {
  it.each<[string, Partial<ScoredLead>, number]>([
    [
      'all that counts',
      { company_size: '1000+', industry: 'Finance', job_title: 'CEO', enriched_data: { ai_insights: ['x'] } },
      100,
    ],
    ['nothing known', {}, 45],
    ['a deciding title', { job_title: 'Head of Sales' }, 60],
    ['a title that only sounds so', { job_title: 'Vpn administrator, headhunter' }, 45],
    ['a fitting industry', { industry: 'financial technology' }, 55],
    ['a large company', { company_size: '201-1000' }, 60],
    ['no insights in an empty list', { enriched_data: { ai_insights: [] } }, 45],
  ])('is scored by %s', (_, lead, score) => {
    expect(scoreLead({ ...NOTHING, ...lead }).score).toBe(score);
  });

  it('is 0 to 100, with a reason for each factor, whatever is known and however it is weighed', () => {
    fc.assert(
      fc.property(leads, weights, (lead, weighed) => {
        const { score, factors } = scoreLead(lead, weighed);
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
        expect(factors.map(({ factor }) => factor)).toEqual(Object.keys(DEFAULT_WEIGHTS));
      }),
    );
  });

  it('depends on the ratio of the weights only', () => {
    const twice = Object.fromEntries(
      Object.entries(DEFAULT_WEIGHTS).map(([factor, weight]) => [factor, weight * 2]),
    );
    fc.assert(
      fc.property(leads, (lead) => {
        expect(scoreLead(lead, twice as unknown as typeof DEFAULT_WEIGHTS)).toEqual(scoreLead(lead));
      }),
    );
  });

  it('never falls with a larger company', () => {
    fc.assert(
      fc.property(leads, (lead) => {
        const scores = SIZES.map((company_size) => scoreLead({ ...lead, company_size }).score);
        expect(scores).toEqual(scores.toSorted((a, b) => a - b));
      }),
    );
  });

  it('is nothing where nothing counts', () => {
    const none = { company_size: 0, industry_fit: 0, job_title_relevance: 0, engagement_potential: 0 };
    expect(scoreLead(NOTHING, none).score).toBe(0);
  });
});

describe('the name of a size', () => {
  it.each([
    ['1-10', 'startup'],
    ['1000+', 'enterprise'],
    [null, null],
  ] as const)('of %p is %p', (size, name) => {
    expect(sizeName(size)).toBe(name);
  });
});
