import { isPurpose } from '../consents/consent.dto.js';
import { tidyLine } from '../lead-text.js';
import { FIELD_TYPES, type FormField, type FormFieldInput } from './form.dto.js';
import {
  DISPOSABLE_ADDRESSES,
  type FormSettings,
  type FormSettingsInput,
  ROLE_ADDRESSES,
} from './form-settings.dto.js';
import { FormFieldsInvalid } from './form.errors.js';

const SAFE_NAME = /^(?!constructor$|prototype$)[a-zA-Z][a-zA-Z0-9_]{0,63}$/;

const DEFAULT_FIELDS: readonly FormField[] = [
  { name: 'name', type: 'text', label: 'Name', required: true },
  { name: 'email', type: 'email', label: 'Email', required: true },
];

const DEFAULT_SUBJECT = 'Please confirm your address';
const DEFAULT_MESSAGE =
  'You, or somebody else, gave us this address and agreed to hear from us. Please confirm that it was you.';
const DEFAULT_SECONDS = 2;

/** The fields as they are kept: labelled, with distinct names, and always with a required `email`. */
export function completeFields(given: readonly FormFieldInput[] | undefined): FormField[] {
  if (!given?.length) return DEFAULT_FIELDS.map((field) => ({ ...field }));
  refuseContradictions(given);
  const fields = given.map(completeField);
  if (!fields.some(({ name }) => name === 'email'))
    fields.push({ name: 'email', type: 'email', label: 'Email', required: true });
  return fields;
}

/** What was chosen over what was there before, or over the defaults; a part replaces only itself. */
export function completeSettings(given?: FormSettingsInput | null, before?: FormSettings): FormSettings {
  const chosen = { ...before, ...given };
  return storedSettings(chosen, chosen.notification_email ?? null);
}

/** Fields as the table holds them. The front end may write the table directly, so nothing in it is taken on trust. */
export function storedFields(stored: unknown): FormField[] {
  const fields = Array.isArray(stored) ? stored.filter(isField).slice(0, 50) : [];
  const distinct = fields.filter(({ name }, at) => fields.findIndex((field) => field.name === name) === at);
  const whole = distinct.filter(({ type, options }) => type !== 'select' || options?.length);
  return completeFields(whole.map((field) => ({ ...field, consent: isConsent(field) })));
}

/** The address for news stands apart from the others: it is the only one that is ever trusted. */
export function storedSettings(stored: unknown, notifyEmail: string | null): FormSettings {
  const { redirect_url, confirmation_subject, confirmation_message } = texts(stored);
  const given = isObject(stored) ? stored : {};
  return {
    redirect_url: redirect_url !== undefined && /^https?:\/\//i.test(redirect_url) ? redirect_url : null,
    send_email_notification: given.send_email_notification !== false,
    notification_email: notifyEmail,
    double_opt_in: given.double_opt_in === true,
    confirmation_subject: tidyLine(confirmation_subject ?? '').slice(0, 150) || DEFAULT_SUBJECT,
    confirmation_message: confirmation_message?.trim().slice(0, 2_000) || DEFAULT_MESSAGE,
    minimum_seconds: wholeNumber(given.minimum_seconds, 0, 60) ?? DEFAULT_SECONDS,
    require_token: given.require_token === true,
    proof_of_work: given.proof_of_work === true,
    limit_per_minute: wholeNumber(given.limit_per_minute, 1, 100_000),
    disposable_addresses: oneOf(DISPOSABLE_ADDRESSES, given.disposable_addresses) ?? 'flag',
    role_addresses: oneOf(ROLE_ADDRESSES, given.role_addresses) ?? 'flag',
  };
}

function wholeNumber(value: unknown, least: number, most: number): number | null {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most ? Number(value) : null;
}

function oneOf<Word extends string>(words: readonly Word[], value: unknown): Word | undefined {
  return words.find((word) => word === value);
}

function isField(value: unknown): value is FormField {
  if (!isObject(value) || typeof value.name !== 'string' || !SAFE_NAME.test(value.name)) return false;
  const { options, label, placeholder, purpose } = value;
  return (
    FIELD_TYPES.includes(value.type as never) &&
    (label === undefined || typeof label === 'string') &&
    (placeholder === undefined || typeof placeholder === 'string') &&
    (purpose === undefined || isPurpose(purpose)) &&
    (options === undefined ||
      (Array.isArray(options) && options.every((option) => typeof option === 'string')))
  );
}

function texts(stored: unknown): Record<string, string> {
  if (!isObject(stored)) return {};
  return Object.fromEntries(
    Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function completeField(field: FormFieldInput): FormField {
  const isAddress = field.name === 'email';
  return {
    name: field.name,
    type: isAddress ? 'email' : field.type,
    label: field.label?.trim() || field.name,
    required: isAddress || field.required === true,
    ...(field.placeholder !== undefined && { placeholder: field.placeholder }),
    ...(field.options !== undefined && { options: field.options }),
    ...(isConsent(field) && { consent: true, ...(field.purpose && { purpose: field.purpose }) }),
  };
}

function isConsent({ name, type, consent }: FormFieldInput): boolean {
  return consent === true && type === 'checkbox' && name !== 'email';
}

function refuseContradictions(fields: readonly FormFieldInput[]): void {
  const seen = new Set<string>();
  const issues = fields.flatMap((field, position) => {
    const repeated = seen.has(field.name);
    seen.add(field.name);
    if (repeated) return [{ path: `fields.${position}.name`, message: `"${field.name}" is used twice` }];
    if (field.type === 'select' && field.name !== 'email' && !field.options?.length)
      return [{ path: `fields.${position}.options`, message: 'a select needs at least one option' }];
    if (field.consent === true && !isConsent(field))
      return [{ path: `fields.${position}.consent`, message: 'only a checkbox can ask for consent' }];
    return [];
  });
  if (issues.length > 0) throw new FormFieldsInvalid().withIssues(issues);
}
