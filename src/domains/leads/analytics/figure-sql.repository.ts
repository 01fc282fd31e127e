import { type RawBuilder, sql } from 'kysely';
import { type Days, monthsIn } from './asked-days.js';

/** Leads as they stand, of one key of a counter or of all. */
export interface CountsRow {
  leads: number;
  qualified: number;
  customers: number;
  lost: number;
  score_sum: number;
  scored: number;
}

export const NOBODY: CountsRow = { leads: 0, qualified: 0, customers: 0, lost: 0, score_sum: 0, scored: 0 };

/** A lead that was qualified stays so while it becomes more. */
const QUALIFIED = sql`state in ('qualified', 'opportunity', 'customer', 'converted')`;

const leadsWhose = (condition: RawBuilder<unknown>) =>
  sql`coalesce(sum(leads) filter (where ${condition}), 0)::int`;

/** The columns of `CountsRow`, of figures that are kept by status. */
export const COUNTS = sql`
  coalesce(sum(leads), 0)::int as leads, ${leadsWhose(QUALIFIED)} as qualified,
  ${leadsWhose(sql`state in ('customer', 'converted')`)} as customers,
  ${leadsWhose(sql`state in ('lost', 'disqualified')`)} as lost,
  coalesce(sum(score_sum), 0)::float8 as score_sum, coalesce(sum(scored), 0)::int as scored`;

type Kind = 'all' | 'source' | 'origin' | 'reached' | 'pace';

/** Figures of an owner, of all leads there are. */
export function figures(ownerId: string, kind: Kind): RawBuilder<unknown> {
  return sql`app.lead_figures where created_by = ${ownerId} and kind = ${kind} and span = 'month'`;
}

/**
 * Figures of leads that came in on some days, from whole months where there are some, so that few rows are read. Each part is
 * asked for by itself: planned for an unknown owner, a condition with `or` or `in` would read all counters of the owner.
 */
export function figuresOf(ownerId: string, kinds: readonly Kind[], days: Days): RawBuilder<unknown> {
  const months = monthsIn(days);
  return parts(
    ownerId,
    kinds,
    months
      ? [
          { span: 'day', from: days.from, until: months.from },
          { span: 'month', ...months },
          { span: 'day', from: months.until, until: days.until },
        ]
      : [{ span: 'day', ...days }],
  );
}

/** The same from days alone, or from months alone. */
export function figuresBy(
  ownerId: string,
  kinds: readonly Kind[],
  span: Span,
  days: Days,
): RawBuilder<unknown> {
  return parts(ownerId, kinds, [{ span, ...days }]);
}

type Span = 'day' | 'month';

function parts(ownerId: string, kinds: readonly Kind[], spans: readonly (Days & { span: Span })[]) {
  const all = kinds.flatMap((kind) =>
    spans
      .filter(({ from, until }) => from < until)
      .map(
        ({ span, from, until }) => sql`select * from app.lead_figures
          where created_by = ${ownerId} and kind = ${kind} and span = ${span} and starts >= ${from}::date and starts < ${until}::date`,
      ),
  );
  return sql`(${sql.join(all, sql` union all `)}) as figure`;
}
