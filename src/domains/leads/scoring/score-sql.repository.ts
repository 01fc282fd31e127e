import { sql } from 'kysely';
import { NOW, type Sql } from '../filters/field-sql.repository.js';
import { filterSql, lastAtSql, newestSql } from '../filters/filter-sql.repository.js';
import { eventsIn } from '../filters/filter.js';
import type { ScoreGroup, ScoreRule } from './score-rules.js';

/** The score of a row of `leads` by these rules, as `scoreOf` counts it. */
export function scoreSql(groups: readonly ScoreGroup[]): Sql {
  if (groups.length === 0) return sql`0`;
  const sum = sql.join(groups.map(groupSql), sql` + `);
  return sql`greatest(0, least(100, floor(${sum} + 0.5)))::integer`;
}

/** One row for each rule: whether it holds for the row of `leads`, what it brings now, and the newest event of each kind. */
export function reasonsSql(groups: readonly ScoreGroup[], leads: Sql): Sql {
  const rules = groups.flatMap((group) => group.rules.map((rule) => ({ group: group.key, rule })));
  const rows = rules.map(({ group, rule }) => {
    const events = eventsIn(rule.when).map(newestSql);
    const newest = events.length === 0 ? sql`'[]'::jsonb` : sql`jsonb_build_array(${sql.join(events)})`;
    return sql`select ${group}::text as "group", ${rule.key}::text as rule,
      case when ${filterSql(rule.when)} then ${pointsSql(rule)} end as points, ${newest} as events from ${leads}`;
  });
  return sql.join(rows, sql` union all `);
}

function groupSql({ rules, counts, at_most, weight }: ScoreGroup): Sql {
  const each = rules.map((rule) => ({ when: filterSql(rule.when), points: pointsSql(rule) }));
  const points =
    counts === 'first'
      ? sql`case ${sql.join(
          each.map((rule) => sql`when ${rule.when} then ${rule.points}`),
          sql` `,
        )} else 0 end`
      : sql.join(
          each.map((rule) => sql`case when ${rule.when} then ${rule.points} else 0 end`),
          sql` + `,
        );
  const limited = at_most === undefined ? points : sql`least(${sql.lit(at_most)}, ${points})`;
  return sql`(${sql.lit(weight)})::float8 * (${limited})`;
}

/** The points a rule brings where it holds. */
function pointsSql({ when, points, half_life_days }: ScoreRule): Sql {
  const full = sql`(${sql.lit(points)})::float8`;
  if (half_life_days === undefined || !('event' in when)) return full;
  const days = sql`extract(epoch from ${NOW} - ${lastAtSql(when)})::float8 / 86400`;
  return sql`${full} * power(0.5::float8, greatest(0, ${days}) / ${sql.lit(half_life_days)})`;
}
