import type { Lead, LeadWriter } from '../lead.answers.dto.js';
import { DERIVED, isSameAddress, withPhone } from '../lead-columns.js';

/** What happens to a lead that is known: it takes what is said, or only what it lacks, or nothing. */
export const ON_MATCH = ['update', 'fill', 'skip'] as const;
export type OnMatch = (typeof ON_MATCH)[number];

/** States that a lead always has: what is only there to fill gaps does not move them. */
const NEVER_EMPTY = ['status', 'lead_score', 'source'];

/**
 * What changes of a known lead when more is said of it. Tags are added, never taken off. Custom fields are told one by one;
 * null takes one away. Consent that was withdrawn stays so, and is only granted where nothing was known. Every other value
 * that is named replaces the one before, null included; to `fill` it only steps in where there is none. `known` is the
 * consent that counts as the one before.
 */
export function changesOf(
  lead: Lead,
  said: Readonly<Record<string, unknown>>,
  onMatch: Exclude<OnMatch, 'skip'>,
  known: Lead['consent'] = lead.consent,
): Record<string, unknown> {
  const fills = onMatch === 'fill';
  const wanted: Record<string, unknown> = { consent: known };
  for (const [name, value] of Object.entries(said)) {
    if (DERIVED.has(name)) continue;
    const before = lead[name as keyof Lead];
    if (name === 'tags') wanted[name] = [...new Set([...lead.tags, ...(value as string[])])];
    else if (name === 'custom_fields')
      wanted[name] = customFields(lead.custom_fields, value as Record<string, unknown>, fills);
    else if (name === 'consent') wanted[name] = consentOf(known, value);
    else if (!fills || (isEmpty(before) && !NEVER_EMPTY.includes(name))) wanted[name] = value;
  }
  const changed = Object.entries(wanted).filter(([name, value]) => !isSame(lead[name as keyof Lead], value));
  const changes = withPhone(Object.fromEntries(changed), lead);
  if (!('email' in changes)) return changes;
  const { email_norm, email_issues, email_suggestion } = said;
  const isMoving = !isSameAddress(lead.email, String(email_norm));
  return { ...changes, email_norm, ...(isMoving && { email_issues, email_suggestion }) };
}

/** The other address that a lead is about to have, if any: one that a person has entered is replaced by a person alone. */
export function movesTo(
  lead: Lead,
  said: Readonly<Record<string, unknown>>,
  onMatch: OnMatch,
  writer: LeadWriter,
): string | undefined {
  const to = said['email_norm'];
  if (onMatch !== 'update' || typeof to !== 'string' || !lead.email) return undefined;
  const saidBy = lead.field_sources['email']?.by ?? lead.origin;
  const stays = writer !== 'person' && saidBy === 'person';
  return stays || isSameAddress(lead.email, to) ? undefined : to;
}

/** What is known of consent before more is said: given with one address, it is given with another only where that is proven. */
export function consentBefore(
  consent: Lead['consent'],
  isMoving: boolean,
  isProven: boolean,
): Lead['consent'] {
  return consent === 'granted' && isMoving && !isProven ? 'unknown' : consent;
}

function consentOf(before: string, said: unknown): unknown {
  return said === 'withdrawn' || before === 'unknown' ? said : before;
}

function customFields(
  before: Record<string, unknown>,
  said: Record<string, unknown>,
  fills: boolean,
): Record<string, unknown> {
  const after = { ...before };
  for (const [key, value] of Object.entries(said)) {
    if (fills && !isEmpty(before[key])) continue;
    if (value === null) delete after[key];
    else after[key] = value;
  }
  return after;
}

export function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** Whether two values of a lead are the same, in whatever order their keys stand. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
