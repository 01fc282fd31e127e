import { createHash } from 'node:crypto';
import { isMailAddress, normaliseMailAddress } from '#kernel/address';
import type { FieldIssue } from '#kernel/errors';
import { MAIL } from '../consents/consent.dto.js';
import type { FormField } from '../forms/form.dto.js';
import { findingsOf } from '../hygiene/address-findings.js';
import { isCleanText, splitName, tidyLine } from '../lead-text.js';
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
  /** To be written to. */
  consent: 'granted' | 'unknown';
  agreed: Agreement[];
}

/** Words that a visitor has agreed to, for a purpose. */
export interface Agreement {
  purpose: string;
  text: string;
  /** The same for the same words. */
  text_version: string;
}

const HONEYPOT = '_hp';
const MOST_UNASKED = 50;
const ORIGIN = ['referrer', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];
const COLUMNS = ['first_name', 'last_name', 'phone', 'company', 'job_title', 'industry', 'country'];
/** Boxes of these names ask for consent to mail whether they say so or not. */
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

/** What the page that showed the form sent along. */
export function proofsOf(body: unknown): { token: unknown; solution: unknown } {
  const given = isObject(body) ? body : {};
  return { token: given['_token'], solution: given['_pow'] };
}

/** The address that was probably meant, whoever sends it: a robot is told the same. */
export function suggestionFor(body: unknown): string | null {
  const email = isObject(body) ? answerIn(body, 'email') : undefined;
  const text = typeof email === 'string' ? email.trim() : '';
  return isMailAddress(text) ? findingsOf(text).email_suggestion : null;
}

/**
 * Checks a submission against the form it was made for. What the form does not ask for is kept when it stands in
 * `custom_fields`, and left out elsewhere.
 */
export function readSubmission(fields: readonly FormField[], body: unknown): Submission {
  if (!isObject(body)) throw new SubmissionUnreadable();
  const custom = isObject(body.custom_fields) ? body.custom_fields : {};
  const answer = (name: string): unknown => answerIn(body, name);
  if (isEmpty(answer('email')))
    throw new EmailRequired().withIssues([{ path: 'email', message: 'is required' }]);
  const asked = [...fields, ...STANDARD.filter(({ name }) => !fields.some((field) => field.name === name))];
  const unasked = Object.entries(custom).filter(([name]) => !asked.some((field) => field.name === name));
  const issues: FieldIssue[] = [];
  const values = readAnswers(asked, answer, issues);
  const unaskedFields = readUnasked(unasked, issues);
  const [first] = issues;
  if (first) throw new SubmissionRefused(first.message).withIssues(issues);
  const agreed = agreementsIn(fields, values);
  const consent = agreed.some(({ purpose }) => purpose === MAIL) ? 'granted' : 'unknown';
  return { ...sorted(values), unaskedFields, origin: readOrigin(body), consent, agreed };
}

export function agreement(purpose: string, text: string): Agreement {
  const text_version = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { purpose, text, text_version };
}

/** One for each purpose: of two boxes for the same, the first that was ticked. */
function agreementsIn(fields: readonly FormField[], values: Map<string, FieldValue>): Agreement[] {
  const agreed = new Map<string, Agreement>();
  for (const { name, type, label, consent, purpose = MAIL } of fields) {
    const asks = type === 'checkbox' && (consent === true || CONSENT.includes(name));
    if (asks && values.get(name) === true && !agreed.has(purpose))
      agreed.set(purpose, agreement(purpose, label));
  }
  return [...agreed.values()];
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

function sorted(
  values: Map<string, FieldValue>,
): Pick<Submission, 'email' | 'emailNorm' | 'columns' | 'customFields'> {
  const email = String(values.get('email'));
  const columns: Record<string, string> = {};
  const customFields: Record<string, FieldValue> = {};
  for (const [name, value] of values) {
    if (name === 'email') continue;
    if (name === 'name' || name === 'full_name')
      Object.assign(columns, namesOf(tidyLine(String(value)), columns));
    else if (COLUMNS.includes(name)) columns[name] = tidyLine(String(value));
    else customFields[name] = value;
  }
  return { email, emailNorm: normaliseMailAddress(email), columns, customFields };
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

/** At the top, or in `custom_fields`. */
function answerIn(body: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(body, name)) return body[name];
  const { custom_fields: custom } = body;
  return isObject(custom) && Object.hasOwn(custom, name) ? custom[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}
