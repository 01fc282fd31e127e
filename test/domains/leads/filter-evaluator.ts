import {
  CUSTOM,
  DATE_TEXT,
  type EventCondition,
  type FieldCondition,
  type FieldKind,
  type Filter,
  NUMBER_TEXT,
} from '#domains/leads/filters/filter';
import { FILTER_FIELDS } from '#domains/leads/filters/filter-fields';
import { gradeOf } from '#domains/leads/filters/grade';
import { type EmailIssue, qualityOf } from '#domains/leads/hygiene/address-findings';

/** A lead and what it did, as a test has made it. */
export interface KnownLead {
  id: string;
  row: Record<string, unknown>;
  events: { event: string; at: number; form_id?: string; campaign_id?: string; link?: string }[];
}

/** Who came in with one of these statuses had come that far. */
const CAME_IN_AS: Readonly<Record<string, readonly string[]>> = {
  contacted_at: ['qualified'],
  qualified_at: ['qualified'],
  opportunity_at: [],
  customer_at: [],
};
const DAY_MS = 24 * 60 * 60_000;

/** What a filter says of a lead at a moment, in plain code: what the SQL is held against. */
export function isMeant(filter: Filter, lead: KnownLead, now: number): boolean {
  if ('all' in filter) return filter.all.every((part) => isMeant(part, lead, now));
  if ('any' in filter) return filter.any.some((part) => isMeant(part, lead, now));
  if ('not' in filter) return !isMeant(filter.not, lead, now);
  return 'event' in filter ? hasHappened(filter, lead, now) : holds(filter, lead, now);
}

function hasHappened(wanted: EventCondition, { events }: KnownLead, now: number): boolean {
  const since = wanted.within_days === undefined ? -Infinity : now - wanted.within_days * DAY_MS;
  const fitting = events.filter(
    ({ event, at, form_id, campaign_id, link }) =>
      event === wanted.event &&
      at > since &&
      (wanted.form_id === undefined || form_id === wanted.form_id) &&
      (wanted.campaign_id === undefined || campaign_id === wanted.campaign_id) &&
      (wanted.link === undefined || link === wanted.link),
  );
  return fitting.length >= (wanted.at_least ?? 1);
}

type Condition = Pick<FieldCondition, 'op' | 'value'>;
type Reading = (raw: unknown, condition: Condition, now: number) => boolean;

const READINGS: Record<FieldKind, Reading> = {
  text: textHolds,
  choice: valueHolds,
  grade: valueHolds,
  id: valueHolds,
  number: numberHolds,
  date: dateHolds,
  boolean: (raw, { op, value }) =>
    op === 'is_known'
      ? (isScalar(raw) && raw !== '') === value
      : isScalar(raw) && String(raw).toLowerCase() === String(value),
  list: listHolds,
  presence: listHolds,
};

function holds({ field, as, op, value }: FieldCondition, { row }: KnownLead, now: number): boolean {
  const isCustom = field.startsWith(CUSTOM);
  const kind = isCustom ? as : FILTER_FIELDS.get(field)?.kind;
  const raw = isCustom
    ? (row['custom_fields'] as Record<string, unknown>)[field.slice(CUSTOM.length)]
    : ownValue(row, field);
  return READINGS[kind!](raw, { op, value }, now);
}

function textHolds(raw: unknown, { op, value }: Condition): boolean {
  const text = isScalar(raw) ? String(raw).toLowerCase() : undefined;
  if (op === 'is_known') return (text !== undefined && text !== '') === value;
  if (text === undefined) return false;
  const wanted = [value].flat().map((one) => String(one).toLowerCase());
  if (op === 'contains') return text.includes(wanted[0]!);
  if (op === 'starts_with') return text.startsWith(wanted[0]!);
  if (op !== 'has_word') return wanted.includes(text);
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${wanted.join('|')})(?![\\p{L}\\p{N}_])`, 'u').test(text);
}

function numberHolds(raw: unknown, { op, value }: Condition): boolean {
  const number = isScalar(raw) && new RegExp(NUMBER_TEXT).test(String(raw)) ? Number(raw) : undefined;
  if (op === 'is_known') return (number !== undefined) === value;
  if (number === undefined) return false;
  const wanted = Number(value);
  if (op === 'above') return number > wanted;
  if (op === 'at_least') return number >= wanted;
  if (op === 'below') return number < wanted;
  return op === 'at_most' ? number <= wanted : number === wanted;
}

function dateHolds(raw: unknown, { op, value }: Condition, now: number): boolean {
  const at = isScalar(raw) && new RegExp(DATE_TEXT).test(String(raw)) ? Date.parse(String(raw)) : undefined;
  if (op === 'is_known') return (at !== undefined) === value;
  if (at === undefined) return false;
  if (op === 'before') return at < Date.parse(String(value));
  if (op === 'after') return at >= Date.parse(String(value));
  const days = Number(value) * DAY_MS;
  return op === 'within_days' ? at > now - days && at <= now : at > now && at <= now + days;
}

function listHolds(raw: unknown, { op, value }: Condition): boolean {
  const list = Array.isArray(raw) && raw.length > 0 ? raw.map(String) : undefined;
  if (op === 'is_known') return (list !== undefined) === value;
  const wanted = [value].flat().map(String);
  const has = (one: string) => list?.includes(one) === true;
  return op === 'has_all' ? wanted.every(has) : wanted.some(has);
}

function valueHolds(raw: unknown, { op, value }: Condition): boolean {
  if (op === 'is_known') return (raw !== null && raw !== undefined) === value;
  return [value].flat().includes(raw as never);
}

function ownValue(row: Record<string, unknown>, field: string): unknown {
  const score = (row['lead_score'] as number | null) ?? 0;
  if (field === 'score') return score;
  if (field === 'grade') return gradeOf(score);
  if (field === 'status') return row['status'] ?? 'new';
  if (field === 'email_quality') return qualityOf((row['email_issues'] ?? null) as EmailIssue[] | null);
  if (field === 'full_name')
    return (
      `${(row['first_name'] as string | null) ?? ''} ${(row['last_name'] as string | null) ?? ''}`.trim() ||
      null
    );
  if (field === 'ai_insights')
    return (row['enriched_data'] as Record<string, unknown> | null)?.['ai_insights'];
  if (field in CAME_IN_AS && row[field] == null)
    return (CAME_IN_AS[field] ?? []).includes(String(row['status'])) ? row['created_at'] : null;
  return row[field];
}

function isScalar(raw: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof raw);
}
