import { type RawBuilder, sql } from 'kysely';
import { scoresOf } from './grade.js';
import type { Grade } from './grade.js';
import { CUSTOM, DATE_TEXT, type FieldCondition, type FieldKind, NUMBER_TEXT } from './filter.js';
import { FILTER_FIELDS, STAGES } from './filter-fields.js';

export type Sql = RawBuilder<unknown>;

/** The present of a statement. */
export const NOW = sql`now()`;

/** The score of a row of `leads`, as its index has it. */
export const SCORE = sql`case when leads.lead_score is null then 0 else leads.lead_score end`;

const TEXTS: ReadonlyMap<string, Sql> = new Map([
  // The address is kept in lower case for comparing, too.
  ['email', sql`leads.email_norm`],
]);
const COLUMNS: ReadonlyMap<string, Sql> = new Map([
  ['status', sql`coalesce(leads.status::text, 'new')`],
  ['company_size', sql`leads.company_size::text`],
  ['score', SCORE],
  ...STAGES.map(({ field, rank }): [string, Sql] => [
    field,
    sql`coalesce(${sql.ref(`leads.${field}`)}, case when app.lead_stage(leads.status) >= ${sql.lit(rank)} then leads.created_at end)`,
  ]),
]);

const BY_KIND: Record<FieldKind, (condition: FieldCondition) => Sql> = {
  text: textSql,
  choice: choiceSql,
  grade: gradeSql,
  number: numberSql,
  date: dateSql,
  boolean: booleanSql,
  list: listSql,
  id: idSql,
  presence: presenceSql,
};

/** What a condition on a field says of a row of `leads`: true, false or unknown. */
export function fieldSql(condition: FieldCondition): Sql {
  const { field, as = 'text' } = condition;
  const kind = field.startsWith(CUSTOM) ? as : FILTER_FIELDS.get(field)?.kind;
  if (!kind) throw new Error(`There is no field ${field} to filter by.`);
  return BY_KIND[kind](condition);
}

/** The next moment at which the passing of time alone may change what the condition says; null when there is none. */
export function fieldDueSql(condition: FieldCondition): Sql | undefined {
  if (condition.op !== 'within_days' && condition.op !== 'next_days') return undefined;
  const at = dateOf(condition);
  const days = daysSql(Number(condition.value));
  return condition.op === 'within_days'
    ? sql`case when ${at} > ${NOW} then ${at} when ${at} + ${days} > ${NOW} then ${at} + ${days} end`
    : sql`case when ${at} - ${days} > ${NOW} then ${at} - ${days} when ${at} > ${NOW} then ${at} end`;
}

export function daysSql(days: number): Sql {
  return sql`make_interval(hours => ${sql.lit(days * 24)})`;
}

function columnOf({ field }: FieldCondition): Sql {
  return COLUMNS.get(field) ?? sql.ref(`leads.${field}`);
}

function custom({ field }: FieldCondition): { json: Sql; text: Sql } {
  const key = field.slice(CUSTOM.length);
  return {
    json: sql`(leads.custom_fields -> ${key}::text)`,
    text: sql`(leads.custom_fields ->> ${key}::text)`,
  };
}

/** A custom field as text, also where a file has brought a number as text. */
function customText(condition: FieldCondition): Sql {
  const { json, text } = custom(condition);
  return sql`case when jsonb_typeof(${json}) in ('string', 'number', 'boolean') then ${text} end`;
}

function known(value: Sql, wanted: unknown): Sql {
  return wanted === true ? sql`${value} is not null` : sql`${value} is null`;
}

function textSql(condition: FieldCondition): Sql {
  const { field, op, value } = condition;
  const text = field.startsWith(CUSTOM)
    ? customText(condition)
    : (TEXTS.get(field) ?? sql.ref(`leads.${field}`));
  if (op === 'is_known') return known(sql`nullif(${text}, '')`, value);
  const lower = sql`lower(${text})`;
  if (op === 'has_word') {
    const words = [value].flat().map((word) => String(word).toLowerCase());
    return sql`${lower} ~ ${`\\m(?:${words.join('|')})\\M`}`;
  }
  if (op === 'in')
    return sql`${lower} in (select lower(wanted) from unnest(${[...(value as string[])]}::text[]) as wanted)`;
  const wanted = sql`lower(${String(value)}::text)`;
  if (op === 'contains') return sql`position(${wanted} in ${lower}) > 0`;
  return op === 'starts_with' ? sql`starts_with(${lower}, ${wanted})` : sql`${lower} = ${wanted}`;
}

function choiceSql(condition: FieldCondition): Sql {
  const { op, value, field } = condition;
  const column = columnOf(condition);
  if (op === 'is_known') return known(column, value);
  const wanted = op === 'in' ? [...(value as string[])] : [String(value)];
  // The plain column keeps its index; rows from before may have no status and are new.
  if (field === 'status')
    return wanted.includes('new')
      ? sql`(leads.status is null or leads.status = any(${wanted}::lead_status[]))`
      : sql`leads.status = any(${wanted}::lead_status[])`;
  return sql`${column} = any(${wanted}::text[])`;
}

function gradeSql({ value }: FieldCondition): Sql {
  const ranges = [value].flat().map((grade) => {
    const { from, to } = scoresOf(grade as Grade);
    return sql`${SCORE} between ${sql.lit(from)} and ${sql.lit(to)}`;
  });
  return sql`(${sql.join(ranges, sql` or `)})`;
}

function idSql(condition: FieldCondition): Sql {
  const { op, value } = condition;
  if (op === 'is_known') return known(columnOf(condition), value);
  const wanted = op === 'in' ? [...(value as string[])] : [String(value)];
  return sql`${columnOf(condition)} = any(${wanted}::uuid[])`;
}

function numberSql(condition: FieldCondition): Sql {
  const { field, op, value } = condition;
  const { text } = custom(condition);
  const number = field.startsWith(CUSTOM)
    ? sql`case when ${text} ~ ${sql.lit(NUMBER_TEXT)} then ${text}::numeric end`
    : columnOf(condition);
  if (op === 'is_known') return known(number, value);
  const comparison = { is: '=', above: '>', at_least: '>=', below: '<', at_most: '<=' }[op as string] ?? '=';
  // Scores have an index, which only whole numbers reach.
  const type = field === 'score' && isInteger(value) ? 'integer' : 'numeric';
  return sql`${number} ${sql.raw(comparison)} ${String(value)}::${sql.raw(type)}`;
}

/** Whether a comparison with the value can be one of integers. */
export function isInteger(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
}

function dateOf(condition: FieldCondition): Sql {
  if (!condition.field.startsWith(CUSTOM)) return columnOf(condition);
  const { text } = custom(condition);
  return sql`case when ${text} ~ ${sql.lit(DATE_TEXT)} then ${text}::timestamptz end`;
}

function dateSql(condition: FieldCondition): Sql {
  const { op, value } = condition;
  const at = dateOf(condition);
  if (op === 'is_known') return known(at, value);
  if (op === 'before') return sql`${at} < ${String(value)}::timestamptz`;
  if (op === 'after') return sql`${at} >= ${String(value)}::timestamptz`;
  const days = daysSql(Number(value));
  return op === 'within_days'
    ? sql`(${at} > ${NOW} - ${days} and ${at} <= ${NOW})`
    : sql`(${at} > ${NOW} and ${at} <= ${NOW} + ${days})`;
}

function booleanSql(condition: FieldCondition): Sql {
  const { text } = custom(condition);
  if (condition.op === 'is_known') return known(sql`nullif(${customText(condition)}, '')`, condition.value);
  return sql`lower(${text}) = ${String(condition.value)}::text`;
}

function listSql(condition: FieldCondition): Sql {
  const { field, op, value } = condition;
  if (!field.startsWith(CUSTOM)) return arraySql(condition);
  const { json } = custom(condition);
  const entries = sql`case when jsonb_typeof(${json}) = 'array' then ${json} end`;
  if (op === 'is_known') return known(sql`nullif(${entries}, '[]')`, value);
  const wanted = [value].flat().map(String);
  return op === 'has_all' ? sql`${entries} ?& ${wanted}::text[]` : sql`${entries} ?| ${wanted}::text[]`;
}

function arraySql(condition: FieldCondition): Sql {
  const { op, value } = condition;
  const column = columnOf(condition);
  if (op === 'is_known') return known(sql`nullif(${column}, '{}')`, value);
  const wanted = [value].flat().map(String);
  return op === 'has_all' ? sql`${column} @> ${wanted}::text[]` : sql`${column} && ${wanted}::text[]`;
}

function presenceSql({ field, value }: FieldCondition): Sql {
  const json = sql`(leads.enriched_data -> ${field}::text)`;
  const entries = sql`case when jsonb_typeof(${json}) = 'array' then nullif(${json}, '[]') end`;
  return known(entries, value);
}
