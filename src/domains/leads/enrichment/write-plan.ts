import type { CustomField } from '../fields/custom-value.js';
import { CUSTOM } from '../filters/filter.js';
import type { Lead, LeadWriter } from '../lead.answers.dto.js';
import { withPhone } from '../lead-columns.js';
import { isEmpty, isSame } from '../upserts/merge-rules.js';
import type { FoundField } from './enrichment-provider.js';
import { columnValue, customValue, FILLED_COLUMNS, factValue, isFactName } from './fact-value.js';

/**
 * Why something was not written: somebody else had said the field, the same stands there already, another provider was surer,
 * the value does not fit the field, or no custom field is defined under the key.
 */
export type KeptBecause = `by_${LeadWriter}` | 'same' | 'surer' | 'unfit' | 'undefined';

interface KeptBack {
  readonly field: string;
  readonly because: KeptBecause;
}

/** What is remembered of a value beside it, in `enriched_data.said_by`. */
interface SaidBy {
  readonly provider: string;
  readonly confidence: number | null;
  readonly source: string;
  readonly at: string;
}

export interface WritePlan {
  /** Columns of the lead as they will be; `custom_fields` holds only what is added. */
  readonly columns: Readonly<Record<string, unknown>>;
  readonly customFields: Readonly<Record<string, unknown>>;
  /** What is added to `enriched_data`. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly written: readonly string[];
  readonly kept: readonly KeptBack[];
}

export interface Says {
  readonly provider: string;
  readonly fields: readonly FoundField[];
  readonly at: string;
}

/** How insights came to be, as it stands beside them. */
export type InsightSource = 'ai_analysis' | 'rules';

/** The key of `enriched_data` under which it says who said what. */
export const SAID_BY = 'said_by';
/** Keys of `enriched_data` that hold insights and how they came to be: no fact is called so. */
export const INSIGHT_KEYS: readonly string[] = [
  'ai_insights',
  'talking_points',
  'recommended_approach',
  'pain_points',
  'value_propositions',
  'enriched_at',
  'enrichment_source',
];

/**
 * What is written of what a provider says. A field is filled that is empty, or that a provider had said which was no surer;
 * what a person, an import, a form or an agent has said stays. What has no column goes into `enriched_data`.
 */
export function planWrite(
  lead: Lead,
  { provider, fields, at }: Says,
  custom: readonly CustomField[],
): WritePlan {
  const columns: Record<string, unknown> = {};
  const customFields: Record<string, unknown> = {};
  const facts: Record<string, unknown> = {};
  const saidBy: Record<string, SaidBy> = {};
  const kept: KeptBack[] = [];
  for (const found of fields) {
    const place = placeOf(lead, found.field, custom, facts);
    const verdict = verdictOf(lead, provider, found, place);
    if (verdict !== undefined) kept.push({ field: found.field, because: verdict.because });
    if (verdict !== undefined || !place) continue;
    const value = place.read(found.value)?.value;
    if (place.kind === 'column') columns[place.key] = value;
    else if (place.kind === 'custom') customFields[place.key] = value;
    else facts[place.key] = value;
    saidBy[found.field] = { provider, confidence: found.confidence, source: found.source, at };
  }
  const written = Object.keys(saidBy);
  const before = saidByOf(lead);
  return {
    columns: withPhone(columns, lead),
    customFields,
    data: written.length === 0 ? {} : { ...facts, [SAID_BY]: { ...before, ...saidBy }, enriched_at: at },
    written,
    kept,
  };
}

/** What is written of insights: they take the place of earlier ones in `enriched_data`, and never touch a fact. */
export function planInsights(
  lead: Lead,
  fields: readonly FoundField[],
  { source, at }: { source: InsightSource; at: string },
): WritePlan {
  const fit = fields.filter(({ field }) => INSIGHT_KEYS.includes(field));
  const changed = fit.filter(({ field, value }) => !isSame(lead.enriched_data?.[field], value));
  const insights = Object.fromEntries(changed.map(({ field, value }) => [field, value]));
  return {
    columns: {},
    customFields: {},
    data: changed.length === 0 ? {} : { ...insights, enriched_at: at, enrichment_source: source },
    written: changed.map(({ field }) => field),
    kept: fields
      .filter((found) => !changed.includes(found))
      .map((found) => ({ field: found.field, because: fit.includes(found) ? 'same' : 'unfit' })),
  };
}

/** Whether something is known under the name, wherever it stands. */
export function isKnown(lead: Lead, field: string): boolean {
  if (field.startsWith(CUSTOM)) return !isEmpty(lead.custom_fields[field.slice(CUSTOM.length)]);
  if (FILLED_COLUMNS.includes(field)) return !isEmpty(lead[field as keyof Lead]);
  return !isEmpty(lead.enriched_data?.[field]);
}

interface Place {
  readonly kind: 'column' | 'custom' | 'fact';
  readonly key: string;
  readonly before: unknown;
  readonly read: (raw: unknown) => { readonly value: unknown } | undefined;
}

function placeOf(
  lead: Lead,
  field: string,
  custom: readonly CustomField[],
  facts: Readonly<Record<string, unknown>>,
): Place | undefined {
  if (FILLED_COLUMNS.includes(field))
    return {
      kind: 'column',
      key: field,
      before: lead[field as keyof Lead],
      read: (raw) => columnValue(field, raw),
    };
  if (field.startsWith(CUSTOM)) {
    const key = field.slice(CUSTOM.length);
    const defined = custom.find((one) => one.key === key);
    const before = lead.custom_fields[key];
    return defined && { kind: 'custom', key, before, read: (raw) => customValue(defined, raw) };
  }
  const isFree = isFactName(field) && field !== SAID_BY && !INSIGHT_KEYS.includes(field) && !(field in facts);
  const before = lead.enriched_data?.[field];
  return isFree ? { kind: 'fact', key: field, before, read: factValue } : undefined;
}

/** Why it is not written; undefined when it is. */
function verdictOf(
  lead: Lead,
  provider: string,
  { field, value, confidence }: FoundField,
  place: Place | undefined,
): { because: KeptBecause } | undefined {
  if (!place) return { because: field.startsWith(CUSTOM) ? 'undefined' : 'unfit' };
  const read = place.read(value);
  if (!read) return { because: 'unfit' };
  if (isSame(place.before, read.value)) return { because: 'same' };
  if (isEmpty(place.before)) return undefined;
  const said = saidByOf(lead)[field];
  const by =
    place.kind === 'fact' ? (said ? 'provider' : 'agent') : (lead.field_sources[field]?.by ?? lead.origin);
  if (by !== 'provider') return { because: `by_${by}` };
  const isSurer =
    said !== undefined && said.provider !== provider && (said.confidence ?? 0) > (confidence ?? 0);
  return isSurer ? { because: 'surer' } : undefined;
}

function saidByOf({ enriched_data: data }: Lead): Readonly<Record<string, SaidBy>> {
  const said = data?.[SAID_BY];
  return typeof said === 'object' && said !== null ? (said as Record<string, SaidBy>) : {};
}
