import { type ScoredLead, SIZE_NAMES, type SizeName, sizeName } from './lead-score.js';

/** What a lead must be to be qualified. */
export interface FitCriteria {
  readonly minCompanySize: SizeName;
  /** Any industry when empty. */
  readonly targetIndustries: readonly string[];
  readonly minLeadScore: number;
}

/** Why a lead does not fit; nothing when it does. A company whose size is not known is not too small. */
export function reasonsAgainst(
  lead: Pick<ScoredLead, 'company_size' | 'industry'> & { readonly lead_score: number },
  { minCompanySize, targetIndustries, minLeadScore }: FitCriteria,
): string[] {
  const size = sizeName(lead.company_size);
  const industry = (lead.industry ?? '').trim().toLowerCase();
  const isTooSmall = size !== null && SIZE_NAMES.indexOf(size) < SIZE_NAMES.indexOf(minCompanySize);
  const isElsewhere =
    targetIndustries.length > 0 &&
    !targetIndustries.some((wanted) => wanted.trim().toLowerCase() === industry);
  return [
    ...(isTooSmall ? [`company size ${size} is below ${minCompanySize}`] : []),
    ...(isElsewhere ? [`industry ${lead.industry ?? 'unknown'} is not among the targets`] : []),
    ...(lead.lead_score < minLeadScore ? [`score ${lead.lead_score} is below ${minLeadScore}`] : []),
  ];
}
