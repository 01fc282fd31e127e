import type { FieldSource, Lead } from '../lead.answers.dto.js';
import { DERIVED } from '../lead-columns.js';
import { isEmpty, isSame } from '../upserts/merge-rules.js';

/** Fields of which one value is taken; `name` is first and last name together, `custom.key` a custom field. */
const FIELDS =
  `name email phone external_id company job_title industry company_size country annual_revenue`.split(' ');
const COLUMNS: Readonly<Record<string, readonly (keyof Lead)[]>> = {
  name: ['first_name', 'last_name'],
  email: ['email', 'email_issues', 'email_suggestion'],
  phone: ['phone', 'phone_norm'],
};
const TAGS_AT_MOST = 50;
const LONGEST_NOTES = 10_000;

/** Why a value is taken: somebody chose it, it is the one there was, a person had entered it, or it is the newest. */
export type MergeReason = 'chosen' | 'kept' | 'by_hand' | 'newest';

/** A field of which the leads know something, and whose value is taken. */
interface TakenField {
  field: string;
  value: unknown;
  from_lead_id: string;
  reason: MergeReason;
}

/** What a lead becomes: the columns that change, as they will be, and how each field was decided. */
export interface MergePlan {
  columns: Record<string, unknown>;
  fields: TakenField[];
}

/**
 * One lead out of several that are one person. `into` keeps what it has, unless a person has entered another value by hand
 * where it has one from elsewhere; what it lacks it takes from the one that was changed last. Tags and notes come together.
 * Consent withdrawn by any is withdrawn; else it is that of the lead whose address is taken, since consent was given for it.
 */
export function planMerge(
  into: Lead,
  others: readonly Lead[],
  choose: Readonly<Record<string, string>> = {},
): MergePlan {
  const leads = [into, ...others.toSorted((one, other) => (one.updated_at < other.updated_at ? 1 : -1))];
  const keys = new Set(leads.flatMap(({ custom_fields }) => Object.keys(custom_fields)));
  const fields = [...FIELDS, ...[...keys].map((key) => `custom.${key}`)].flatMap(
    (field) => taken(field, leads, choose[field]) ?? [],
  );
  const columns = { ...takenColumns(into, leads, fields), ...broughtTogether(into, leads, fields) };
  const changed = Object.entries(columns).filter(([name, value]) => !isSame(into[name as keyof Lead], value));
  return { columns: Object.fromEntries(changed), fields };
}

/** Whether a value can be chosen for it. */
export function isMergedField(field: string): boolean {
  return FIELDS.includes(field) || field.startsWith('custom.');
}

function valueOf(lead: Lead, field: string): unknown {
  if (field.startsWith('custom.')) return lead.custom_fields[field.slice(7)];
  return lead[field as keyof Lead];
}

function taken(field: string, leads: readonly Lead[], chosen: string | undefined): TakenField | undefined {
  const of = (lead: Lead, reason: MergeReason): TakenField => {
    return { field, value: valueOf(lead, field) ?? null, from_lead_id: lead.id, reason };
  };
  const choice = leads.find(({ id }) => id === chosen);
  if (choice) return of(choice, 'chosen');
  const known = leads.filter((lead) => !isEmpty(valueOf(lead, field)));
  const [first] = known;
  if (!first) return undefined;
  const byHand = known.find((lead) => sourcesOf(lead, field).every(({ by }) => by === 'person'));
  const isOurs = first === leads[0];
  const isDisputed = byHand && !isSame(valueOf(byHand, field), valueOf(first, field));
  if (byHand && byHand !== first && isDisputed) return of(byHand, 'by_hand');
  return of(first, isOurs ? 'kept' : byHand === first ? 'by_hand' : 'newest');
}

function takenColumns(
  into: Lead,
  leads: readonly Lead[],
  fields: readonly TakenField[],
): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  const custom = { ...into.custom_fields };
  const sources = { ...into.field_sources };
  for (const { field, value, from_lead_id } of fields) {
    const from = leads.find(({ id }) => id === from_lead_id);
    if (!from || from === into) continue;
    if (field.startsWith('custom.')) custom[field.slice(7)] = value;
    for (const column of columnsOf(field)) {
      columns[column] = from[column];
      const [source] = sourcesOf(from, column);
      if (source && !DERIVED.has(column)) sources[column] = source;
    }
    const [source] = sourcesOf(from, field);
    if (source && field.startsWith('custom.')) sources[field] = source;
  }
  return { ...columns, custom_fields: custom, field_sources: sources };
}

function columnsOf(field: string): readonly (keyof Lead)[] {
  return field.startsWith('custom.') ? [] : (COLUMNS[field] ?? [field as keyof Lead]);
}

/** Who has said what a field holds: its own source, or whoever made the lead. */
function sourcesOf(lead: Lead, field: string): FieldSource[] {
  const columns = field === 'name' ? ['first_name', 'last_name'] : [field];
  return columns.map((column) => lead.field_sources[column] ?? { by: lead.origin, at: lead.created_at });
}

function broughtTogether(
  into: Lead,
  leads: readonly Lead[],
  fields: readonly TakenField[],
): Record<string, unknown> {
  const notes = [...new Set(leads.map((lead) => lead.notes ?? '').filter(Boolean))].join('\n\n');
  const addressed = fields.find(({ field }) => field === 'email')?.from_lead_id;
  const consents = leads.map(({ consent }) => consent);
  const known = (column: keyof Lead) =>
    leads.map((lead) => lead[column]).find((value) => !isEmpty(value)) ?? null;
  const objects = (column: 'metadata' | 'enriched_data') =>
    Object.assign({}, ...leads.toReversed().map((lead) => lead[column] ?? {})) as object;
  return {
    tags: [...new Set(leads.flatMap(({ tags }) => tags))].slice(0, Math.max(TAGS_AT_MOST, into.tags.length)),
    notes: notes === '' ? null : notes.slice(0, LONGEST_NOTES).toWellFormed(),
    consent: consents.includes('withdrawn')
      ? 'withdrawn'
      : (leads.find(({ id }) => id === addressed)?.consent ?? into.consent),
    form_id: known('form_id'),
    campaign_id: known('campaign_id'),
    metadata: objects('metadata'),
    enriched_data: leads.every(({ enriched_data }) => enriched_data === null)
      ? null
      : objects('enriched_data'),
    last_activity_at:
      leads
        .flatMap(({ last_activity_at }) => last_activity_at ?? [])
        .toSorted()
        .at(-1) ?? null,
  };
}
