import type { ScoreEvidence } from '../../scoring/score.dto.js';
import type { Criterion, Rubric } from '../rubrics/rubric.js';

export type Verdict = 'qualified' | 'not_qualified' | 'needs_review';

/** A text that people wrote, from which a model may quote. */
export interface QuoteSource {
  /** `notes` of the lead, a `note` about it, its answers in a `form`, or a `text` that was given. */
  readonly kind: 'notes' | 'note' | 'form' | 'text';
  /** The id of the lead, the note or the submission, or what the given text was called. */
  readonly ref: string;
}

/** What is found of one criterion. */
export interface CriterionFinding {
  readonly criterion: Criterion;
  readonly verdict: 'met' | 'unmet' | 'unknown';
  /** Null where nobody could say. */
  readonly by: 'rule' | 'model' | null;
  readonly evidence: readonly ScoreEvidence[];
  readonly quote: string | null;
  readonly source: QuoteSource | null;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** The weights that are met, over all of them. */
  readonly share: number;
}

/**
 * Qualified when enough of the weights is met, and whatever is required; not qualified when something required is not met, or
 * too little is left that could be. What is open in between is for a person to look at.
 */
export function judged({ qualify_at: needed }: Rubric, findings: readonly CriterionFinding[]): Judgement {
  const sum = (verdict?: CriterionFinding['verdict']): number =>
    findings
      .filter((finding) => verdict === undefined || finding.verdict === verdict)
      .reduce((total, { criterion }) => total + criterion.weight, 0);
  const [all, met, open] = [sum(), sum('met'), sum('unknown')];
  const share = all === 0 ? 0 : met / all;
  const required = findings.filter(({ criterion }) => criterion.required);
  const isRefused = required.some(({ verdict }) => verdict === 'unmet');
  // Weights are whole numbers: what is compared is free of fractions that do not add up.
  if (isRefused || met + open < needed * all - 1e-9) return { verdict: 'not_qualified', share };
  const isEnough = met >= needed * all - 1e-9 && required.every(({ verdict }) => verdict === 'met');
  return { verdict: isEnough ? 'qualified' : 'needs_review', share };
}
