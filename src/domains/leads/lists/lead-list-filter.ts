import { instantOf } from '#platform/http/instant.validator';
import type { FieldCondition, Filter, Operand, Operator, Selection } from '../filters/filter.js';
import type { LeadListQuery } from './lead-list.dto.js';

const DATES = ['created', 'updated', 'last_activity'] as const;

/** What the parameters of a list say in the language of filters. */
export function conditionsOf(query: Partial<LeadListQuery>): Filter[] {
  const { status, source, min_score, max_score, grade, tag, tag_match, form_id, campaign_id } = query;
  return [
    ...when('status', 'in', status),
    ...when('source', 'is', source),
    ...when('score', 'at_least', min_score),
    ...when('score', 'at_most', max_score),
    ...when('grade', 'in', grade),
    ...when('tags', tag_match === 'all' ? 'has_all' : 'has_any', tag),
    ...when('email_quality', 'in', query.email_quality),
    ...when('email_issues', 'has_any', query.email_issue),
    ...when('form_id', 'is', form_id),
    ...when('campaign_id', 'is', campaign_id),
    ...DATES.flatMap((name) => {
      const field = `${name}_at`;
      return [
        ...when(field, 'after', momentOf(query[`${name}_from`])),
        ...when(field, 'before', momentOf(query[`${name}_to`])),
      ];
    }),
  ];
}

/** Whether nothing narrows the list. */
export function isEverybody({ filter, segmentId }: Selection): boolean {
  return segmentId === undefined && 'all' in filter && filter.all.length === 0;
}

function when(field: string, op: Operator, value: Operand | undefined): FieldCondition[] {
  return value === undefined ? [] : [{ field, op, value }];
}

function momentOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : instantOf(text).toISOString();
}
