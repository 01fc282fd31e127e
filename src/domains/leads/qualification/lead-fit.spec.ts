import { type FitCriteria, reasonsAgainst } from './lead-fit.js';

const CRITERIA: FitCriteria = {
  minCompanySize: 'medium',
  targetIndustries: ['Finance', ' Retail '],
  minLeadScore: 60,
};
const LEAD = { company_size: '51-200', industry: 'finance', lead_score: 60 } as const;

describe('a lead that is to be qualified', () => {
  it.each([
    ['all fits', LEAD],
    ['its size is not known', { ...LEAD, company_size: null }],
    ['its industry is written otherwise', { ...LEAD, industry: 'RETAIL ' }],
    ['it is larger than it must be', { ...LEAD, company_size: '1000+' as const }],
  ])('fits where %s', (_, lead) => {
    expect(reasonsAgainst(lead, CRITERIA)).toEqual([]);
  });

  it.each([
    [{ ...LEAD, company_size: '11-50' as const }, ['company size small is below medium']],
    [{ ...LEAD, industry: 'Farming' }, ['industry Farming is not among the targets']],
    [{ ...LEAD, industry: null }, ['industry unknown is not among the targets']],
    [{ ...LEAD, lead_score: 59 }, ['score 59 is below 60']],
  ])('is told what is against it: %#', (lead, reasons) => {
    expect(reasonsAgainst(lead, CRITERIA)).toEqual(reasons);
  });

  it('is told all of it at once', () => {
    const lead = { company_size: '1-10', industry: 'Farming', lead_score: 0 } as const;
    expect(reasonsAgainst(lead, CRITERIA)).toHaveLength(3);
  });

  it('may come from any industry where none is named', () => {
    expect(reasonsAgainst({ ...LEAD, industry: null }, { ...CRITERIA, targetIndustries: [] })).toEqual([]);
  });
});
