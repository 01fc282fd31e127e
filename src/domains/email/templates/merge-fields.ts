/**
 * What a template knows of its recipient. Custom fields stand at the top level where they do not hide one of these,
 * and always under `custom`.
 */
export interface MergeFields {
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly name?: string | null;
  readonly company?: string | null;
  readonly phone?: string | null;
  readonly job_title?: string | null;
  readonly industry?: string | null;
  readonly country?: string | null;
  readonly custom?: Readonly<Record<string, unknown>> | null;
}

const MERGE_FIELDS = [
  'first_name',
  'last_name',
  'name',
  'company',
  'phone',
  'job_title',
  'industry',
  'country',
] as const;

/** Addresses in every mail that lead its reader back to us. */
const LINK_FIELDS = ['unsubscribe_url', 'preferences_url', 'view_in_browser_url'] as const;

/** What every mail has, whoever reads it. */
export const GIVEN_FIELDS = ['email', ...LINK_FIELDS, 'custom'] as const;

/** What every template may ask for. */
export const KNOWN_FIELDS = [...MERGE_FIELDS, 'email', ...LINK_FIELDS] as const;

const RESERVED: ReadonlySet<string> = new Set([
  ...KNOWN_FIELDS,
  'links',
  'custom',
  '__proto__',
  'constructor',
  'prototype',
]);
const MOST_CUSTOM_FIELDS = 200;
const LONGEST_VALUE = 2_000;

const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/;

/** The language that a recipient reads, as a tag in lower case: their `language`, or else the language of their `locale`. */
export function languageOf(fields: MergeFields): string | undefined {
  const said = { ...fields.custom, ...fields } as Record<string, unknown>;
  return [said['language'], said['locale']].map(languageTag).find((tag) => tag !== undefined);
}

/** `de_AT` and `de-AT` are `de-at`; undefined for what is no language. */
export function languageTag(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const tag = text.trim().toLowerCase().replaceAll('_', '-');
  return LANGUAGE.test(tag) ? tag : undefined;
}

/** Fields told side by side, as a caller names them: those that are not ours are custom ones. */
export function mergeFieldsOf(told: Readonly<Record<string, unknown>>): MergeFields {
  const { custom, ...beside } = told;
  const known = Object.entries(beside).filter(([key]) => isKnown(key));
  const others = Object.entries(beside).filter(([key]) => !isKnown(key));
  const own = typeof custom === 'object' && custom !== null && !Array.isArray(custom) ? custom : {};
  return { ...Object.fromEntries(known), custom: { ...Object.fromEntries(others), ...own } };
}

/** The fields that a recipient has a value for, and those everybody has; custom ones go by both of their names. */
export function fieldsTold(told: Readonly<Record<string, unknown>>): Set<string> {
  const { custom, ...known } = mergeScope(mergeFieldsOf(told), 'told');
  const own = Object.entries((custom ?? {}) as object);
  const named = [
    ...Object.entries(known),
    ...own.map(([field, value]) => [`custom.${field}`, value] as const),
  ];
  return new Set([
    ...named.flatMap(([field, value]) => (value === '' ? [] : [field])),
    ...LINK_FIELDS,
    'custom',
  ]);
}

function isKnown(key: string): boolean {
  return (MERGE_FIELDS as readonly string[]).includes(key);
}

/** The recipient's fields, made fit for a template: plain values without control characters, bounded in number and length. */
export function mergeScope(fields: MergeFields, email: string): Record<string, unknown> {
  const custom = Object.entries(fields.custom ?? {})
    .filter(([key]) => key !== '__proto__')
    .slice(0, MOST_CUSTOM_FIELDS)
    .map(([key, value]) => [key, plain(value)] as const);
  const known = MERGE_FIELDS.map((field) => [field, plain(fields[field])] as const);
  const scope = Object.fromEntries([...custom.filter(([key]) => !RESERVED.has(key)), ...known]);
  const name = plain(fields.name) || [scope['first_name'], scope['last_name']].filter(Boolean).join(' ');
  return { ...scope, name, email, custom: Object.fromEntries(custom) };
}

function plain(value: unknown): unknown {
  if (typeof value === 'string')
    return value
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, LONGEST_VALUE);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value))
    return value
      .slice(0, 50)
      .map(plain)
      .filter((part) => typeof part !== 'object')
      .join(', ');
  return '';
}

/** A recipient to try a template on before anything is sent. */
export const SAMPLE_FIELDS: MergeFields = {
  first_name: 'John',
  last_name: 'Doe',
  company: 'Acme Corp',
  industry: 'Technology',
  country: 'USA',
  custom: { city: 'San Francisco' },
};
