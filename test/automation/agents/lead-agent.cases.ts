const NOTHING = { company_size: 0, industry_fit: 0, job_title_relevance: 0, engagement_potential: 0 };

/** What counts of a score, how much, and the score that an enterprise of another industry without a deciding title then has. */
export const WEIGHTS: [string, object, number][] = [
  ['as it stands', {}, 65],
  ['the size alone', { ...NOTHING, company_size: 3 }, 100],
  ['the industry alone', { ...NOTHING, industry_fit: 0.5 }, 60],
  ['the title alone', { ...NOTHING, job_title_relevance: 1_000 }, 40],
  ['what is known of it alone', { ...NOTHING, engagement_potential: 1 }, 50],
  ['all but the industry, by default', { industry_fit: 0 }, 67],
  ['title three times the size, on any scale', { ...NOTHING, company_size: 1, job_title_relevance: 3 }, 55],
  ['nothing', NOTHING, 0],
];

const FIT = { industry: 'Finance', company_size: '51-200', score: 60 };

/** What a lead is like, by which criteria it is judged, and what is against it. */
export const CRITERIA: [string, Record<string, unknown>, object, string[]][] = [
  ['all of the usual ones', FIT, {}, []],
  ['a size at the limit', FIT, { min_company_size: 'medium' }, []],
  ['a size below it', FIT, { min_company_size: 'large' }, ['company size medium is below large']],
  ['a size that is not known', { ...FIT, company_size: undefined }, { min_company_size: 'enterprise' }, []],
  ['an industry in other letters', FIT, { target_industries: ['Mining', ' FINANCE '] }, []],
  ['another industry', FIT, { target_industries: ['Mining'] }, ['industry Finance is not among the targets']],
  ['a score at the limit', FIT, { min_lead_score: 60 }, []],
  ['a score below it', FIT, { min_lead_score: 61 }, ['score 60 is below 61']],
];
