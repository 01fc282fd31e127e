import type { CompanySize } from '../lead.dto.js';

/** What of a lead decides how well it fits. */
export interface ScoredLead {
  readonly company_size: CompanySize | null;
  readonly industry: string | null;
  readonly job_title: string | null;
  readonly enriched_data: Record<string, unknown> | null;
}

/** How much each factor counts; any scale, only their ratio matters. */
export interface ScoreWeights {
  readonly company_size: number;
  readonly industry_fit: number;
  readonly job_title_relevance: number;
  readonly engagement_potential: number;
}

export const DEFAULT_WEIGHTS: ScoreWeights = {
  company_size: 30,
  industry_fit: 25,
  job_title_relevance: 25,
  engagement_potential: 20,
};

const FACTORS = Object.keys(DEFAULT_WEIGHTS) as (keyof ScoreWeights)[];

export const SIZE_NAMES = ['startup', 'small', 'medium', 'large', 'enterprise'] as const;
export type SizeName = (typeof SIZE_NAMES)[number];

const SIZE_NAME: Record<CompanySize, SizeName> = {
  '1-10': 'startup',
  '11-50': 'small',
  '51-200': 'medium',
  '201-1000': 'large',
  '1000+': 'enterprise',
};
const SIZE_SHARE: Record<SizeName, number> = {
  enterprise: 1,
  large: 25 / 30,
  medium: 20 / 30,
  small: 15 / 30,
  startup: 10 / 30,
};
const FITTING_INDUSTRY = /technology|healthcare|finance|manufacturing/i;
const DECIDING_TITLE = /\b(?:ceo|cto|director|manager|head|vp)\b/i;

/** What one factor has given, and why: 0 to 1 of its weight. */
interface ScoreFactor {
  readonly factor: keyof ScoreWeights;
  readonly share: number;
  readonly because: string;
}

export interface LeadScore {
  /** 0 to 100. */
  readonly score: number;
  readonly factors: readonly ScoreFactor[];
}

export function sizeName(size: CompanySize | null): SizeName | null {
  return size === null ? null : SIZE_NAME[size];
}

/**
 * How well a lead fits, by rules alone: the weighted mean of four shares, times 100, rounded. Size gives 10/30 for a start-up up
 * to 1 for an enterprise; a fitting industry 1, another 0.6; a deciding title 1, another 0.4; known insights 1, none 0.5. What
 * is not known counts as the least.
 */
export function scoreLead(lead: ScoredLead, weights: ScoreWeights = DEFAULT_WEIGHTS): LeadScore {
  const factors = [sizeFactor(lead), industryFactor(lead), titleFactor(lead), engagementFactor(lead)];
  const total = FACTORS.reduce((sum, factor) => sum + weights[factor], 0);
  if (total <= 0) return { score: 0, factors };
  const sum = factors.reduce((points, { factor, share }) => points + share * weights[factor], 0);
  return { score: Math.min(100, Math.max(0, Math.round((sum / total) * 100))), factors };
}

function sizeFactor({ company_size: size }: ScoredLead): ScoreFactor {
  const name = sizeName(size);
  const share = name === null ? 10 / 30 : SIZE_SHARE[name];
  return {
    factor: 'company_size',
    share,
    because: name === null ? 'company size unknown' : `${name} (${size})`,
  };
}

function industryFactor({ industry }: ScoredLead): ScoreFactor {
  const fits = FITTING_INDUSTRY.test(industry ?? '');
  return { factor: 'industry_fit', share: fits ? 1 : 0.6, because: industry ?? 'industry unknown' };
}

function titleFactor({ job_title: title }: ScoredLead): ScoreFactor {
  const decides = DECIDING_TITLE.test(title ?? '');
  return { factor: 'job_title_relevance', share: decides ? 1 : 0.4, because: title ?? 'job title unknown' };
}

function engagementFactor({ enriched_data: data }: ScoredLead): ScoreFactor {
  const known = Array.isArray(data?.['ai_insights']) && data['ai_insights'].length > 0;
  const because = known ? 'insights are known' : 'no insights yet';
  return { factor: 'engagement_potential', share: known ? 1 : 0.5, because };
}
