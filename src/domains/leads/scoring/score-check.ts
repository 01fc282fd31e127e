import type { FieldIssue } from '#kernel/errors';
import { type CustomKinds, readFilter } from '../filters/filter-check.js';
import type { ScoreGroupFields, ScoreRuleFields } from './score.dto.js';
import { MOST_RULES, type ScoreGroup, type ScoreRule } from './score-rules.js';

/** The groups as they are kept, with what is wrong with them; every issue names its place, such as `groups.0.rules.1.when`. */
export function readGroups(
  given: readonly ScoreGroupFields[],
  custom: CustomKinds,
): { groups: ScoreGroup[]; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [...repeated(given, 'groups')];
  const rules = given.reduce((sum, group) => sum + group.rules.length, 0);
  if (rules > MOST_RULES)
    return {
      groups: [],
      issues: [{ path: 'groups', message: `groups must have at most ${MOST_RULES} rules` }],
    };
  const groups = given.map((group, at) => {
    const path = `groups.${at}.rules`;
    issues.push(...repeated(group.rules, path));
    return {
      key: group.key,
      name: group.name ?? group.key,
      weight: group.weight,
      counts: group.counts,
      ...(group.at_most !== undefined && { at_most: group.at_most }),
      rules: group.rules.flatMap((rule, place) => readRule(rule, `${path}.${place}`, custom, issues) ?? []),
    };
  });
  return { groups, issues };
}

function readRule(
  rule: ScoreRuleFields,
  path: string,
  custom: CustomKinds,
  issues: FieldIssue[],
): ScoreRule | undefined {
  const { filter, issues: found } = readFilter(rule.when, custom, `${path}.when`);
  issues.push(...found);
  if (!filter) return undefined;
  if (rule.half_life_days !== undefined && !('event' in filter))
    issues.push({
      path: `${path}.half_life_days`,
      message: `${path}.half_life_days is only for a rule whose when is one event`,
    });
  return {
    key: rule.key,
    name: rule.name ?? rule.key,
    when: filter,
    points: rule.points,
    ...(rule.half_life_days !== undefined && { half_life_days: rule.half_life_days }),
  };
}

function repeated(list: readonly { key: string }[], path: string): FieldIssue[] {
  return list.flatMap(({ key }, at) =>
    list.findIndex((other) => other.key === key) < at
      ? [{ path: `${path}.${at}.key`, message: `${path}.${at}.key must be unlike the others` }]
      : [],
  );
}
