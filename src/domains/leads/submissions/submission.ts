import { normaliseMailAddress } from '#kernel/address';
import type { FieldIssue } from '#kernel/errors';
import type { FormField } from '../forms/form.dto.js';
import { isCleanText, splitName } from '../lead-text.js';
import { type FieldValue, readFieldValue, readUnaskedValue } from './field-value.js';
import { EmailRequired, SubmissionRefused, SubmissionUnreadable } from './submission.errors.js';

/** A visitor's answers, checked and sorted into what a lead knows by name, what only this form asks, and the rest. */
export interface Submission {
  email: string;
  emailNorm: string;
  columns: Record<string, string>;
  customFields: Record<string, FieldValue>;
  /** What came in `custom_fields` without being asked for. */
  unaskedFields: Record<string, FieldValue>;
  origin: Record<string, string>;
  consent: 'granted' | 'unknown';
}

const HONEYPOT = '_hp';
const MOST_UNASKED = 50;
const ORIGIN = ['referrer', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];
const COLUMNS = ['first_name', 'last_name', 'phone', 'company', 'job_title', 'industry', 'country'];
const CONSENT = ['consent', 'marketing_consent'];

/** Answers every form takes, whether it asks for them or not. */
const STANDARD: readonly FormField[] = [
  { name: 'name', type: 'text', label: 'Name', required: false },
  { name: 'phone', type: 'tel', label: 'Phone', required: false },
  { name: 'company', type: 'text', label: 'Company', required: false },
];

/** Whether the hidden field that no person sees was filled in. */
export function isFromRobot(body: unknown): boolean {
  if (!isObject(body) || !Object.hasOwn(body, HONEYPOT)) return false;
  return body[HONEYPOT] !== '' && body[HONEYPOT] !== null && body[HONEYPOT] !== false;
}

/**
 * Checks a submission against the form it was made for. What the form does not ask for is kept when it stands in
 * `custom_fields`, and left out elsewhere.
 */
export function readSubmission(fields: readonly FormField[], body: unknown): Submission {
  if (!isObject(body)) throw new SubmissionUnreadable();
  const custom = isObject(body.custom_fields) ? body.custom_fields : {};
  const answer = (name: string): unknown =>
    Object.hasOwn(body, name) ? body[name] : Object.hasOwn(custom, name) ? custom[name] : undefined;
  if (isEmpty(answer('email')))
    throw new EmailRequired().withIssues([{ path: 'email', message: 'is required' }]);
  const asked = [...fields, ...STANDARD.filter(({ name }) => !fields.some((field) => field.name === name))];
  const unasked = Object.entries(custom).filter(([name]) => !asked.some((field) => field.name === name));
  const issues: FieldIssue[] = [];
  const values = readAnswers(asked, answer, issues);
  const unaskedFields = readUnasked(unasked, issues);
  const [first] = issues;
  if (first) throw new SubmissionRefused(first.message).withIssues(issues);
  return { ...sorted(values), unaskedFields, origin: readOrigin(body) };
}

function readAnswers(
  fields: readonly FormField[],
  answer: (name: string) => unknown,
  issues: FieldIssue[],
): Map<string, FieldValue> {
  const values = new Map<string, FieldValue>();
  for (const field of fields) {
    const reading = readFieldValue(field, answer(field.name));
    if ('problem' in reading) issues.push({ path: field.name, message: reading.problem });
    else if (reading.value !== null) values.set(field.name, reading.value);
  }
  return values;
}

function readUnasked(
  entries: [name: string, raw: unknown][],
  issues: FieldIssue[],
): Record<string, FieldValue> {
  if (entries.length > MOST_UNASKED)
    issues.push({ path: 'custom_fields', message: `custom_fields must have at most ${MOST_UNASKED} fields` });
  const values: Record<string, FieldValue> = {};
  for (const [name, raw] of entries.slice(0, MOST_UNASKED)) {
    const reading = readUnaskedValue(name, raw);
    if ('problem' in reading) issues.push({ path: `custom_fields.${name}`, message: reading.problem });
    else if (reading.value !== null) values[name] = reading.value;
  }
  return values;
}

function sorted(values: Map<string, FieldValue>): Omit<Submission, 'unaskedFields' | 'origin'> {
  const email = String(values.get('email'));
  const columns: Record<string, string> = {};
  const customFields: Record<string, FieldValue> = {};
  for (const [name, value] of values) {
    if (name === 'email') continue;
    if (name === 'name' || name === 'full_name') Object.assign(columns, namesOf(String(value), columns));
    else if (COLUMNS.includes(name)) columns[name] = String(value);
    else customFields[name] = value;
  }
  const consent = CONSENT.some((name) => values.get(name) === true) ? 'granted' : 'unknown';
  return { email, emailNorm: normaliseMailAddress(email), columns, customFields, consent };
}

function namesOf(name: string, known: Record<string, string>): Record<string, string> {
  const { firstName, lastName } = splitName(name);
  return { first_name: firstName, ...(lastName !== null && { last_name: lastName }), ...known };
}

/** Where the visitor came from. Nothing here is the visitor's own typing, so what does not fit is cut, not refused. */
function readOrigin(body: Record<string, unknown>): Record<string, string> {
  const origin: Record<string, string> = {};
  for (const name of ORIGIN) {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    if (typeof value === 'string' && value !== '' && isCleanText(value))
      origin[name] = value.slice(0, name === 'referrer' ? 2_048 : 300).toWellFormed();
  }
  return origin;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
