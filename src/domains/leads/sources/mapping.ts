/** Where a value stands in what another system sends, and what it is of a lead. */
export interface Mapped {
  from: string;
  to: string;
}

const DEEPEST = 8;
const SEGMENT = /^[^.\s][^.]{0,99}$/;
const NEVER = ['__proto__', 'constructor', 'prototype'];
const CUSTOM = /^custom\.(?!constructor$|prototype$|__proto__$)[a-zA-Z][a-zA-Z0-9_]{0,63}$/;

/** Fields of a lead that another system may say. */
const MAPPABLE = [
  'name',
  'first_name',
  'last_name',
  'email',
  'phone',
  'external_id',
  'company',
  'job_title',
  'industry',
  'company_size',
  'country',
  'annual_revenue',
  'status',
  'tags',
  'notes',
  'consent',
] as const;

/** Names and places in lists with dots between them, such as `data.contacts.0.email`: eight at most. */
export function isPath(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  const segments = text.split('.');
  return (
    segments.length <= DEEPEST &&
    segments.every((segment) => SEGMENT.test(segment) && !NEVER.includes(segment))
  );
}

/** A field of a lead, or `custom.` and a key of its custom fields. */
export function isTarget(text: unknown): text is string {
  return typeof text === 'string' && (MAPPABLE.includes(text as never) || CUSTOM.test(text));
}

/** What stands at the path; undefined where it leads nowhere. Only what was sent is found, nothing that every object has. */
export function valueAt(sent: unknown, path: string): unknown {
  let found = sent;
  for (const segment of path.split('.')) {
    if (typeof found !== 'object' || found === null || !hasSent(found, segment)) return undefined;
    found = (found as Record<string, unknown>)[segment];
  }
  return found;
}

/** A list has its length and nobody has sent it. */
const hasSent = (within: object, segment: string): boolean =>
  Object.hasOwn(within, segment) && !(Array.isArray(within) && segment === 'length');

/** The leads that were sent: all of the list that stands at the path, or the body itself when there is no path. */
export function itemsIn(sent: unknown, path: string | null): unknown[] {
  if (path === null) return [sent];
  const items = valueAt(sent, path);
  return Array.isArray(items) ? items : [];
}

/** A lead as the mapping reads it. What is not there, null or empty says nothing, and takes nothing away. */
export function leadOf(item: unknown, mapping: readonly Mapped[]): Record<string, unknown> {
  const lead: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (const { from, to } of mapping) {
    const value = valueAt(item, from);
    if (value === undefined || value === null || value === '') continue;
    if (to.startsWith('custom.')) custom[to.slice('custom.'.length)] = value;
    else lead[to] = fitting(to, value);
  }
  return Object.keys(custom).length > 0 ? { ...lead, custom_fields: custom } : lead;
}

/** Other systems write numbers as text and text as numbers; what still does not fit is refused by whoever keeps leads. */
function fitting(to: string, value: unknown): unknown {
  if (to === 'tags') return (Array.isArray(value) ? value : [value]).map(asText);
  if (to === 'annual_revenue') return typeof value === 'string' ? Number(value) : value;
  return asText(value);
}

function asText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
