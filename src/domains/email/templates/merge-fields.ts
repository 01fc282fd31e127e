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

const RESERVED: ReadonlySet<string> = new Set([
  ...MERGE_FIELDS,
  'email',
  'unsubscribe_url',
  'links',
  'custom',
  '__proto__',
  'constructor',
  'prototype',
]);
const MOST_CUSTOM_FIELDS = 200;
const LONGEST_VALUE = 2_000;

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
};
