import {
  FIELD_TYPES,
  type FormField,
  type FormFieldInput,
  type FormSettings,
  type FormSettingsInput,
  type FormStyling,
  type FormStylingInput,
} from './form.dto.js';
import { FormFieldsInvalid } from './form.errors.js';

const SAFE_NAME = /^(?!constructor$|prototype$)[a-zA-Z][a-zA-Z0-9_]{0,63}$/;
const COLOUR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

const DEFAULT_FIELDS: readonly FormField[] = [
  { name: 'name', type: 'text', label: 'Name', required: true },
  { name: 'email', type: 'email', label: 'Email', required: true },
];

const DEFAULT_STYLING: FormStyling = {
  button_color: '#3B82F6',
  button_text: 'Submit',
  success_message: "Thank you! We'll be in touch soon.",
  error_message: 'Something went wrong. Please try again.',
};

const DEFAULT_SETTINGS: FormSettings = {
  redirect_url: null,
  send_email_notification: true,
  double_opt_in: false,
};

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
export function completeStyling(given?: FormStylingInput | null, before?: FormStyling): FormStyling {
  return { ...DEFAULT_STYLING, ...before, ...given };
}

export function completeSettings(given?: FormSettingsInput | null, before?: FormSettings): FormSettings {
  const settings = { ...DEFAULT_SETTINGS, ...before, ...given };
  return { ...settings, redirect_url: settings.redirect_url ?? null };
}

/** Fields as the table holds them. The front end may write the table directly, so nothing in it is taken on trust. */
export function storedFields(stored: unknown): FormField[] {
  const fields = Array.isArray(stored) ? stored.filter(isField).slice(0, 50) : [];
  const distinct = fields.filter(({ name }, at) => fields.findIndex((field) => field.name === name) === at);
  return completeFields(distinct.filter(({ type, options }) => type !== 'select' || options?.length));
}

export function storedStyling(stored: unknown): FormStyling {
  const { button_color, button_text, success_message, error_message } = { ...texts(stored) };
  return completeStyling({
    ...(button_color !== undefined && COLOUR.test(button_color) && { button_color }),
    ...(button_text !== undefined && { button_text }),
    ...(success_message !== undefined && { success_message }),
    ...(error_message !== undefined && { error_message }),
  });
}

export function storedSettings(stored: unknown): FormSettings {
  const { redirect_url } = texts(stored);
  const flags = isObject(stored) ? stored : {};
  return {
    redirect_url: redirect_url !== undefined && /^https?:\/\//i.test(redirect_url) ? redirect_url : null,
    send_email_notification: flags.send_email_notification !== false,
    double_opt_in: flags.double_opt_in === true,
  };
}

function isField(value: unknown): value is FormField {
  if (!isObject(value) || typeof value.name !== 'string' || !SAFE_NAME.test(value.name)) return false;
  const { options, label, placeholder } = value;
  return (
    FIELD_TYPES.includes(value.type as never) &&
    (label === undefined || typeof label === 'string') &&
    (placeholder === undefined || typeof placeholder === 'string') &&
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
  };
}

function refuseContradictions(fields: readonly FormFieldInput[]): void {
  const seen = new Set<string>();
  const issues = fields.flatMap((field, position) => {
    const repeated = seen.has(field.name);
    seen.add(field.name);
    if (repeated) return [{ path: `fields.${position}.name`, message: `"${field.name}" is used twice` }];
    if (field.type === 'select' && field.name !== 'email' && !field.options?.length)
      return [{ path: `fields.${position}.options`, message: 'a select needs at least one option' }];
    return [];
  });
  if (issues.length > 0) throw new FormFieldsInvalid().withIssues(issues);
}
