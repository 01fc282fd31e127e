import { sql } from 'kysely';
import { daysSql, fieldDueSql, fieldSql, NOW, type Sql } from './field-sql.repository.js';
import type { EventCondition, Filter, Selection } from './filter.js';

/**
 * Lets the statements of the transaction be planned for the values they have: a plan for any values takes every owner for
 * one of few leads, and sorts a million. What is asked of leads has an index; where a limit makes a look at the whole table seem
 * cheaper, others' leads would be read first.
 */
export const PLANNED_FOR_VALUES = sql`select set_config('plan_cache_mode', 'force_custom_plan', true),
  set_config('enable_seqscan', 'off', true)`;

/**
 * The one translation of a filter: a condition on a row of `leads`, which the statement must name so. It is true for the
 * leads that are meant, and false or unknown for the others. Values are parameters; nothing of a filter becomes SQL text.
 */
export function filterSql(filter: Filter): Sql {
  if ('all' in filter) return joined(filter.all, 'and', 'true');
  if ('any' in filter) return joined(filter.any, 'or', 'false');
  // What is unknown does not hold, so its contrary does.
  if ('not' in filter) return sql`(${filterSql(filter.not)}) is not true`;
  return 'event' in filter ? eventSql(filter) : fieldSql(filter);
}

/** The translation of a selection, of which the same holds. */
export function selectionSql({ filter, segmentId }: Selection): Sql {
  if (segmentId === undefined) return filterSql(filter);
  const member = sql`exists (select from lead_segment_members as member
    where member.segment_id = ${segmentId}::uuid and member.lead_id = leads.id and member.created_by = leads.created_by)`;
  return sql`(${member} and ${filterSql(filter)})`;
}

function joined(parts: readonly Filter[], word: 'and' | 'or', empty: 'true' | 'false'): Sql {
  if (parts.length === 0) return sql.raw(empty);
  return sql`(${sql.join(parts.map(filterSql), sql.raw(` ${word} `))})`;
}

/** The next moment at which the passing of time alone may change what the filter says; null when there is none. */
export function dueSql(filters: readonly Filter[]): Sql {
  const moments = filters.flatMap(momentsOf);
  return moments.length === 0 ? sql`null::timestamptz` : sql`least(${sql.join(moments)})`;
}

function momentsOf(filter: Filter): Sql[] {
  if ('all' in filter) return filter.all.flatMap(momentsOf);
  if ('any' in filter) return filter.any.flatMap(momentsOf);
  if ('not' in filter) return momentsOf(filter.not);
  if ('field' in filter) return [fieldDueSql(filter)].filter((moment) => moment !== undefined);
  if (filter.within_days === undefined) return [];
  const nth = sql.lit((filter.at_least ?? 1) - 1);
  // It ends to be so when the event that makes it so is too old; before that, more events only put the end off.
  return [
    sql`(select happened.at + ${daysSql(filter.within_days)} from (${happened(filter)}) happened
      order by happened.at desc offset ${nth} limit 1)`,
  ];
}

function eventSql(event: EventCondition): Sql {
  const times = event.at_least ?? 1;
  if (times === 1) return sql`exists (${happened(event)})`;
  return sql`(select count(*) from (${happened(event)} limit ${sql.lit(times)}) as enough) = ${sql.lit(times)}`;
}

/** When the event last happened; null when it did not. */
export function lastAtSql(event: EventCondition): Sql {
  return sql`(select max(happened.at) from (${happened(event)}) happened)`;
}

/** The newest event of the kind as JSON, for somebody to look at; null when there is none. */
export function newestSql(event: EventCondition): Sql {
  return sql`(select to_jsonb(happened) from (${happened(event)}) happened order by happened.at desc, happened.id desc limit 1)`;
}

/** The events of a row of `leads` that the condition speaks of. */
function happened(event: EventCondition): Sql {
  const since =
    event.within_days === undefined
      ? sql``
      : sql`and happening.occurred_at > ${NOW} - ${daysSql(event.within_days)}`;
  if (event.event === 'submitted') {
    const form =
      event.form_id === undefined
        ? sql``
        : sql`and happening.activity_data ->> 'form_id' = ${event.form_id}::text`;
    return sql`select happening.id, happening.occurred_at as at, happening.activity_data ->> 'form_id' as form_id
      from lead_activities as happening
      where happening.lead_id = leads.id and happening.created_by = leads.created_by
        and happening.activity_type = 'submitted' ${since} ${form}`;
  }
  const campaign =
    event.campaign_id === undefined ? sql`` : sql`and happening.campaign_id = ${event.campaign_id}::uuid`;
  const link = event.link === undefined ? sql`` : sql`and happening.link = ${event.link}::text`;
  return sql`select happening.id, happening.occurred_at as at, happening.campaign_id, happening.link
    from lead_engagements as happening
    where happening.lead_id = leads.id and happening.created_by = leads.created_by
      and happening.kind = ${sql.lit(event.event)} ${since} ${campaign} ${link}`;
}
