import type { FieldIssue } from '#kernel/errors';
import { type CustomKinds, readFilter } from '../../filters/filter-check.js';
import type { Filter } from '../../filters/filter.js';
import type { CriterionFields, RubricFields } from './rubric.dto.js';
import type { Criterion, Rubric } from './rubric.js';

/** The rubric as it is kept, with what is wrong with it; every issue names its place, such as `criteria.0.met_when.op`. */
export function readRubric(
  { criteria: given, qualify_at, ask_model }: RubricFields,
  custom: CustomKinds,
): { rubric: Rubric; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [];
  const criteria = given.map((criterion, at) => {
    const path = `criteria.${at}`;
    const say = (field: string, message: string) =>
      issues.push({ path: `${path}.${field}`, message: `${path}.${field} ${message}` });
    if (given.findIndex(({ key }) => key === criterion.key) < at) say('key', 'must be unlike the others');
    const { met_when: met, unmet_when: unmet, question } = criterion;
    if (met === undefined && unmet === undefined && question === undefined)
      say('question', 'is needed where no rule decides');
    const filter = (name: 'met_when' | 'unmet_when'): Filter | undefined => {
      const raw = criterion[name];
      if (raw === undefined) return undefined;
      const reading = readFilter(raw, custom, `${path}.${name}`);
      issues.push(...reading.issues);
      return reading.filter;
    };
    return asKept(criterion, filter('met_when'), filter('unmet_when'));
  });
  return { rubric: { criteria, qualify_at, ask_model }, issues };
}

function asKept(
  { key, name, weight, required, question }: CriterionFields,
  met: Filter | undefined,
  unmet: Filter | undefined,
): Criterion {
  return {
    key,
    name: name ?? key,
    weight,
    required,
    ...(met && { met_when: met }),
    ...(unmet && { unmet_when: unmet }),
    ...(question !== undefined && { question }),
  };
}
