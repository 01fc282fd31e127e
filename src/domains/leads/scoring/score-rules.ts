import type { Filter } from '../filters/filter.js';

/** One reason for points. */
export interface ScoreRule {
  /** The name by which it is known in evidence and history. */
  readonly key: string;
  readonly name: string;
  /** For which leads it counts. */
  readonly when: Filter;
  readonly points: number;
  /** Its points halve in so many days since the event last happened; only where `when` is one event. */
  readonly half_life_days?: number;
}

/** Rules about one thing. */
export interface ScoreGroup {
  readonly key: string;
  readonly name: string;
  /** By what its points are multiplied. */
  readonly weight: number;
  /** Whether the first rule that holds counts, or every one. */
  readonly counts: 'first' | 'every';
  /** What its rules can bring together at most, before it is weighted. */
  readonly at_most?: number;
  readonly rules: readonly ScoreRule[];
}

export const MOST_RULES = 100;

/**
 * The formula that every owner begins with: size of the company, industry, title and what is known beyond that. What is not
 * known counts as the least.
 */
export const DEFAULT_GROUPS: readonly ScoreGroup[] = [
  {
    key: 'company_size',
    name: 'Size of the company',
    weight: 1,
    counts: 'first',
    rules: [
      size('enterprise', '1000+', 30),
      size('large', '201-1000', 25),
      size('medium', '51-200', 20),
      size('small', '11-50', 15),
      { key: 'startup', name: 'Up to ten people, or unknown', when: { all: [] }, points: 10 },
    ],
  },
  {
    key: 'industry_fit',
    name: 'Industry',
    weight: 1,
    counts: 'first',
    rules: [
      {
        key: 'fitting',
        name: 'Technology, healthcare, finance or manufacturing',
        when: {
          any: ['technology', 'healthcare', 'finance', 'manufacturing'].map((value) => ({
            field: 'industry',
            op: 'contains',
            value,
          })),
        },
        points: 25,
      },
      { key: 'another', name: 'Another industry, or unknown', when: { all: [] }, points: 15 },
    ],
  },
  {
    key: 'job_title_relevance',
    name: 'Title',
    weight: 1,
    counts: 'first',
    rules: [
      {
        key: 'deciding',
        name: 'A title that decides',
        when: {
          field: 'job_title',
          op: 'has_word',
          value: ['ceo', 'cto', 'director', 'manager', 'head', 'vp'],
        },
        points: 25,
      },
      { key: 'another', name: 'Another title, or unknown', when: { all: [] }, points: 10 },
    ],
  },
  {
    key: 'engagement_potential',
    name: 'What is known beyond that',
    weight: 1,
    counts: 'first',
    rules: [
      {
        key: 'insights',
        name: 'Insights are known',
        when: { field: 'ai_insights', op: 'is_known', value: true },
        points: 20,
      },
      { key: 'none', name: 'No insights yet', when: { all: [] }, points: 10 },
    ],
  },
];

function size(key: string, value: string, points: number): ScoreRule {
  return { key, name: `${value} people`, when: { field: 'company_size', op: 'is', value }, points };
}

/** Whether scores by these rules change while nothing happens. */
export function decays(groups: readonly ScoreGroup[]): boolean {
  return groups.some(({ rules }) => rules.some(({ half_life_days }) => half_life_days !== undefined));
}

/** The conditions of all rules. */
export function conditionsOf(groups: readonly ScoreGroup[]): Filter[] {
  return groups.flatMap(({ rules }) => rules.map(({ when }) => when));
}

/** A rule that counts for a lead, and the points it brings at this moment, before the weight of its group. */
export interface CountedRule {
  readonly group: string;
  readonly rule: string;
  readonly points: number;
}

/** Which rules count, of the points that each rule would bring (nothing where it does not hold), by group and rule. */
export function countedRules(
  groups: readonly ScoreGroup[],
  pointsOf: (group: string, rule: string) => number | null,
): CountedRule[] {
  return groups.flatMap((group) => {
    const holding = group.rules.flatMap(({ key }) => {
      const points = pointsOf(group.key, key);
      return points === null ? [] : [{ group: group.key, rule: key, points }];
    });
    return group.counts === 'first' ? holding.slice(0, 1) : holding;
  });
}

/** 0 to 100: the points of each group up to its limit, times its weight, added and rounded. */
export function scoreOf(groups: readonly ScoreGroup[], counted: readonly CountedRule[]): number {
  const sum = groups.reduce((total, { key, weight, at_most }) => {
    const points = counted.filter(({ group }) => group === key).reduce((all, rule) => all + rule.points, 0);
    return total + weight * (at_most === undefined ? points : Math.min(at_most, points));
  }, 0);
  return Math.min(100, Math.max(0, Math.floor(sum + 0.5)));
}
