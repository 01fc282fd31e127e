import { type ScoredLead, SIZE_NAMES, type SizeName, sizeName } from './lead-score.js';

/** What a lead must be to be qualified. */
export interface FitCriteria {
  readonly minCompanySize: SizeName;
  /** Any industry when empty. */
  readonly targetIndustries: readonly string[];
  readonly minLeadScore: number;
}

type FitLead = Pick<ScoredLead, 'company_size' | 'industry'> & { readonly lead_score: number };

/** How a lead fits one of the criteria. */
export interface FitCheck {
  readonly field: 'company_size' | 'industry' | 'score';
  readonly name: string;
  readonly value: unknown;
  /** Why it does not fit; null when it does. */
  readonly against: string | null;
}

/** Every criterion with what is against the lead. A company whose size is not known is not too small. */
export function fitChecks(
  lead: FitLead,
  { minCompanySize, targetIndustries, minLeadScore }: FitCriteria,
): FitCheck[] {
  const size = sizeName(lead.company_size);
  const industry = (lead.industry ?? '').trim().toLowerCase();
  const isTooSmall = size !== null && SIZE_NAMES.indexOf(size) < SIZE_NAMES.indexOf(minCompanySize);
  const isElsewhere =
    targetIndustries.length > 0 &&
    !targetIndustries.some((wanted) => wanted.trim().toLowerCase() === industry);
  return [
    {
      field: 'company_size',
      name: 'Size of the company',
      value: lead.company_size,
      against: isTooSmall ? `company size ${size} is below ${minCompanySize}` : null,
    },
    {
      field: 'industry',
      name: 'Industry',
      value: lead.industry,
      against: isElsewhere ? `industry ${lead.industry ?? 'unknown'} is not among the targets` : null,
    },
    {
      field: 'score',
      name: 'Score',
      value: lead.lead_score,
      against: lead.lead_score < minLeadScore ? `score ${lead.lead_score} is below ${minLeadScore}` : null,
    },
  ];
}

/** Why a lead does not fit; nothing when it does. */
export function reasonsAgainst(lead: FitLead, criteria: FitCriteria): string[] {
  return fitChecks(lead, criteria).flatMap(({ against }) => against ?? []);
}
