import type { Filter } from '../../filters/filter.js';

/** One thing that is asked of a lead. */
export interface Criterion {
  readonly key: string;
  readonly name: string;
  readonly weight: number;
  /** Whether a lead that does not meet it cannot be qualified, whatever else is met. */
  readonly required: boolean;
  /** The leads that meet it by what is known of them. */
  readonly met_when?: Filter;
  /** The leads that do not; it comes before `met_when`. */
  readonly unmet_when?: Filter;
  /** What a model looks for in what people wrote, where the rules do not decide. */
  readonly question?: string;
}

/** By what leads are judged. */
export interface Rubric {
  readonly criteria: readonly Criterion[];
  /** The share of the weights that must be met, 0 to 1. */
  readonly qualify_at: number;
  readonly ask_model: boolean;
}

export const MOST_CRITERIA = 20;

/** What everybody begins with: budget, authority, need and timeline, three of which must be met. */
export const BANT: Rubric = {
  qualify_at: 0.75,
  ask_model: true,
  criteria: [
    {
      key: 'budget',
      name: 'Budget',
      weight: 25,
      required: false,
      met_when: {
        any: [
          { field: 'annual_revenue', op: 'at_least', value: 1_000_000 },
          { field: 'company_size', op: 'in', value: ['201-1000', '1000+'] },
        ],
      },
      question: 'Have they money for this, set aside or approved?',
    },
    {
      key: 'authority',
      name: 'Authority',
      weight: 25,
      required: false,
      met_when: {
        field: 'job_title',
        op: 'has_word',
        value: 'ceo cto cfo coo cmo cio chief owner founder president director head vp'.split(' '),
      },
      unmet_when: { field: 'job_title', op: 'has_word', value: ['intern', 'student', 'trainee'] },
      question: 'Does this person decide on buying, or say who does and bring them in?',
    },
    {
      key: 'need',
      name: 'Need',
      weight: 25,
      required: false,
      question: 'Do they say that they have a problem, or want something, that we could be of use for?',
    },
    {
      key: 'timeline',
      name: 'Timeline',
      weight: 25,
      required: false,
      question: 'Do they say when they want to decide or begin, within the next twelve months?',
    },
  ],
};
