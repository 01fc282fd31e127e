import { normaliseMailAddress } from '#kernel/address';
import { type AddressFindings, findingsOf } from './hygiene/address-findings.js';
import type { Lead } from './lead.answers.dto.js';
import { normalisePhone } from './hygiene/phone.js';
import type { LeadFields } from './lead.dto.js';
import { splitName } from './lead-text.js';

/** What is written of a lead. */
export type LeadValues = LeadFields &
  Partial<AddressFindings> & { email?: string; source?: string; phone_norm?: string | null };

/** Columns that follow from others: nobody says them, and nobody is told that they were said. */
export const DERIVED: ReadonlySet<string> = new Set([
  'email_norm',
  'phone_norm',
  'email_issues',
  'email_suggestion',
]);

/** Column values of what was said; a name is split, `score` is `lead_score`. */
export function columnsOf({ name, score, email, ...fields }: LeadValues): Record<string, unknown> {
  const names = typeof name === 'string' ? splitName(name) : undefined;
  const columns: Record<string, unknown> = {
    ...(name === null && { first_name: null, last_name: null }),
    ...(names && { first_name: names.firstName, last_name: names.lastName }),
    ...(email !== undefined && { email: email.trim(), email_norm: normaliseMailAddress(email) }),
    ...(score !== undefined && { lead_score: score }),
    ...fields,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

/** The values with the number that the lead will have written as E.164: it depends on the country, too. */
export function withPhone<Values extends { phone?: unknown; country?: unknown }>(
  values: Values,
  before?: Pick<Lead, 'phone' | 'country'>,
): Values & { phone_norm?: string | null } {
  if (values.phone === undefined && values.country === undefined) return values;
  const phone = values.phone === undefined ? before?.phone : values.phone;
  const country = values.country === undefined ? before?.country : values.country;
  const isText = typeof phone === 'string' && phone !== '';
  return {
    ...values,
    phone_norm: isText ? normalisePhone(phone, country as string | null | undefined) : null,
  };
}

/** The values with what speaks against an address that the lead has not had before. */
export function withFindings<Values extends { email?: string }>(
  values: Values,
  before?: Pick<Lead, 'email'>,
): Values & Partial<AddressFindings> {
  const { email } = values;
  if (email === undefined || isSameAddress(before?.email, email)) return values;
  return { ...values, ...findingsOf(email) };
}

/** Whether both are one address, however they are written. */
export function isSameAddress(one: string | null | undefined, other: string): boolean {
  return typeof one === 'string' && normaliseMailAddress(one) === normaliseMailAddress(other);
}
