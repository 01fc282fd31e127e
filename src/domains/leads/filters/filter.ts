/** Which leads are meant: a tree of conditions. An empty `all` is everybody, an empty `any` nobody. */
export type Filter =
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter }
  | FieldCondition
  | EventCondition;

/** Leads of an owner that are meant by a filter and, where one is named, are in a segment. */
export interface Selection {
  readonly filter: Filter;
  readonly segmentId?: string | undefined;
}

/** What a field holds, and so what may be asked of it. */
export type FieldKind =
  'text' | 'choice' | 'grade' | 'number' | 'date' | 'boolean' | 'list' | 'id' | 'presence';

/** One field compared with a value. A field that holds nothing fulfils no condition but `is_known: false`. */
export interface FieldCondition {
  /** A field of the lead, or `custom.` with the key of a custom field. */
  readonly field: string;
  readonly op: Operator;
  readonly value: Operand;
  /** What a custom field is read as. */
  readonly as?: FieldKind;
}

export type Operand = string | number | boolean | readonly string[];

export const EVENTS = ['submitted', 'opened', 'clicked'] as const;
export type LeadEvent = (typeof EVENTS)[number];

/** Something the lead has done, often enough, lately enough. */
export interface EventCondition {
  readonly event: LeadEvent;
  /** Only what happened in the last so many days. */
  readonly within_days?: number;
  /** How often at least; once by default. */
  readonly at_least?: number;
  /** Submissions of this form only. */
  readonly form_id?: string;
  /** Opens and clicks of this campaign's mail only. */
  readonly campaign_id?: string;
  /** Clicks of this link only. */
  readonly link?: string;
}

export const OPERATORS = {
  text: ['is', 'in', 'contains', 'starts_with', 'has_word', 'is_known'],
  choice: ['is', 'in', 'is_known'],
  grade: ['is', 'in'],
  number: ['is', 'above', 'at_least', 'below', 'at_most', 'is_known'],
  date: ['before', 'after', 'within_days', 'next_days', 'is_known'],
  boolean: ['is', 'is_known'],
  list: ['has', 'has_any', 'has_all', 'is_known'],
  id: ['is', 'in', 'is_known'],
  presence: ['is_known'],
} as const satisfies Record<FieldKind, readonly string[]>;
export type Operator = (typeof OPERATORS)[FieldKind][number];

export const MOST_DEPTH = 8;
export const MOST_NODES = 100;
export const CUSTOM = 'custom.';

/**
 * Numbers, days and moments as custom fields hold them, also where they came as text from a file. One pattern for SQL and for
 * code, so that Postgres never meets a day that there is not.
 */
export const NUMBER_TEXT = '^-?\\d{1,15}(?:\\.\\d{1,10})?$';
const DAY_TEXT =
  '(?!0000)(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))' +
  '|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)';
export const DATE_TEXT = `^${DAY_TEXT}(?:T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?Z)?$`;

/** Every event condition of a tree, from left to right. */
export function eventsIn(filter: Filter): EventCondition[] {
  if ('event' in filter) return [filter];
  return partsOf(filter).flatMap(eventsIn);
}

/** Every field condition of a tree, from left to right. */
export function fieldsIn(filter: Filter): FieldCondition[] {
  if ('field' in filter) return [filter];
  return partsOf(filter).flatMap(fieldsIn);
}

function partsOf(filter: Filter): readonly Filter[] {
  if ('all' in filter) return filter.all;
  if ('any' in filter) return filter.any;
  return 'not' in filter ? [filter.not] : [];
}
