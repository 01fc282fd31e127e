import { isMailAddress, normaliseMailAddress } from '#kernel/address';
import { checkCustomFields } from '../fields/custom-fields.js';
import { type CustomField, readCustomText } from '../fields/custom-value.js';
import { type EmailIssue, findingsOf } from '../hygiene/address-findings.js';
import { normalisePhone } from '../hygiene/phone.js';
import { COMPANY_SIZES, CONSENTS, LEAD_STATUSES } from '../lead.dto.js';
import { isCleanText, splitName, tidyLine } from '../lead-text.js';
import { unguarded } from './csv-cell.js';
import type { ColumnTarget } from './csv-columns.js';
import type { ImportField } from './header-words.js';
import { plainStatus, STATUS_WORDS } from './status-words.js';

/** A row of the file as a lead: texts as Postgres takes them. */
export interface ImportedLead {
  email: string;
  email_norm: string;
  /** What speaks against the address; left out where nothing does. */
  email_issues?: EmailIssue[];
  custom_fields: Record<string, unknown>;
  tags?: string[];
  [column: string]: unknown;
}

/** What is wrong with a row, and in which field. */
export interface RowProblem {
  field: string | null;
  message: string;
}

const LENGTHS: Readonly<Partial<Record<ImportField, number>>> = {
  phone: 50,
  country: 100,
  source: 100,
};
const LONGEST_CUSTOM = 5_000;
const CUSTOM_AT_MOST = 100;
const SIZES: Readonly<Record<string, string>> = {
  startup: '1-10',
  small: '11-50',
  medium: '51-200',
  large: '201-1000',
  enterprise: '1000+',
};
const CONSENT_WORDS: Readonly<Record<string, string>> = {
  yes: 'granted',
  true: 'granted',
  '1': 'granted',
  ja: 'granted',
  oui: 'granted',
  no: 'withdrawn',
  false: 'withdrawn',
  '0': 'withdrawn',
  nein: 'withdrawn',
  non: 'withdrawn',
};

class CellRefused extends Error {}

/** Reads one row into a lead, or says what is wrong with it. Of two columns for one field the first that is filled counts. */
export function readLead(
  cells: readonly string[],
  targets: readonly ColumnTarget[],
): ImportedLead | RowProblem {
  if (cells.length > targets.length && cells.slice(targets.length).some((cell) => cell.trim() !== ''))
    return { field: null, message: `The row has ${cells.length} cells, the header ${targets.length}` };
  const lead: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (let column = 0; column < targets.length; column++) {
    const target = targets[column];
    const text = unguarded((cells[column] ?? '').trim());
    if (!target || text === '') continue;
    const name = 'field' in target ? target.field : target.custom;
    try {
      if ('custom' in target) custom[name] ??= target.as ? customValue(target.as, text) : customText(text);
      else if (target.field === 'custom_fields')
        Object.assign(custom, checkedObject(target.fields ?? [], text));
      else if (lead[name] === undefined)
        lead[name] = FIELDS[target.field]?.(text) ?? plainText(tidyLine(text), LENGTHS[target.field] ?? 200);
    } catch (error) {
      if (!(error instanceof CellRefused)) throw error;
      return { field: name, message: error.message };
    }
  }
  return complete(lead, custom);
}

function complete(lead: Record<string, unknown>, custom: Record<string, unknown>): ImportedLead | RowProblem {
  const { name, email, ...columns } = lead;
  if (typeof email !== 'string') return { field: 'email', message: 'The mail address is missing' };
  if (Object.keys(custom).length > CUSTOM_AT_MOST)
    return { field: 'custom_fields', message: `More than ${CUSTOM_AT_MOST} custom fields` };
  if (typeof name === 'string' && columns.first_name === undefined && columns.last_name === undefined) {
    const { firstName, lastName } = splitName(name);
    Object.assign(columns, { first_name: firstName, ...(lastName !== null && { last_name: lastName }) });
  }
  if (typeof columns.phone === 'string')
    columns.phone_norm = normalisePhone(columns.phone, columns.country as string);
  const { email_issues, email_suggestion } = findingsOf(email);
  return {
    ...columns,
    email,
    email_norm: normaliseMailAddress(email),
    ...(email_issues.length > 0 && { email_issues, email_suggestion }),
    custom_fields: custom,
  };
}

const FIELDS: Readonly<Partial<Record<ImportField, (text: string) => unknown>>> = {
  email: (text) => {
    if (!isMailAddress(text)) throw new CellRefused('is not a mail address');
    return text;
  },
  company_size: (text) => oneOf(COMPANY_SIZES, sizeOf(text)),
  status: (text) => oneOf(LEAD_STATUSES, STATUS_WORDS.get(plainStatus(text)) ?? text.toLowerCase()),
  consent: (text) => oneOf(CONSENTS, CONSENT_WORDS[text.toLowerCase()] ?? text.toLowerCase()),
  lead_score: (text) => wholeNumber(text),
  annual_revenue: (text) => amount(text),
  notes: (text) => plainText(text, 10_000),
  tags: (text) => tagsIn(text),
};

function plainText(text: string, longest: number): string {
  if (text.length > longest) throw new CellRefused(`is longer than ${longest} characters`);
  if (!isCleanText(text)) throw new CellRefused('contains characters that cannot be stored');
  return text;
}

function customValue(field: CustomField, text: string): unknown {
  const reading = readCustomText(field, text);
  if ('problem' in reading) throw new CellRefused(reading.problem);
  return reading.value;
}

/** Values of fields that their owner has defined must be as these ask; others may be anything. */
function checkedObject(fields: readonly CustomField[], text: string): Record<string, unknown> {
  const { values, issues } = checkCustomFields(fields, jsonObject(text), false);
  const [first] = issues;
  if (first) throw new CellRefused(first.message);
  return values;
}

function customText(text: string): string {
  return plainText(text, LONGEST_CUSTOM);
}

function oneOf(allowed: readonly string[], text: string): string {
  if (!allowed.includes(text)) throw new CellRefused(`must be one of ${allowed.join(', ')}`);
  return text;
}

/** A range, one of the old size names, or a number of people. */
function sizeOf(text: string): string {
  const people = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(people))
    return SIZES[text.toLowerCase()] ?? text.replace(/\s|–/g, (mark) => (mark === '–' ? '-' : ''));
  if (people <= 10) return '1-10';
  if (people <= 50) return '11-50';
  if (people <= 200) return '51-200';
  return people <= 1_000 ? '201-1000' : '1000+';
}

function wholeNumber(text: string): number {
  const value = /^\d{1,3}(?:\.0+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= 100)) throw new CellRefused('must be a whole number from 0 to 100');
  return value;
}

function amount(text: string): number {
  const value = /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw new CellRefused('must be a plain number');
  return value;
}

function tagsIn(text: string): string[] {
  const tags = [...new Set(text.split(/[;,|]/).map((tag) => tag.trim()))].filter(Boolean);
  if (tags.length > 50) throw new CellRefused('has more than 50 tags');
  return tags.map((tag) => plainText(tag, 100));
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = text.length <= 32_768 ? JSON.parse(text) : null;
    if (
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      !/\\u0000|__proto__/.test(text)
    )
      return value as Record<string, unknown>;
  } catch {
    // Not JSON: refused below.
  }
  throw new CellRefused('must be a JSON object');
}
