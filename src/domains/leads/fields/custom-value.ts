import { isMailAddress } from '#kernel/address';
import { isCleanText, tidyLine } from '../lead-text.js';
import type { CustomType } from './lead-field.dto.js';

/** What a custom field asks for. */
export interface CustomField {
  readonly key: string;
  readonly type: CustomType;
  readonly options: readonly string[];
  readonly required: boolean;
}

type CustomValue = string | number | boolean | string[];

/** The value as it is kept, or what is wrong with it. */
export type CustomReading = { value: CustomValue } | { problem: string };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const PHONE = /^[0-9+()./ x#*-]{3,50}$/i;
const WORDS = new Map<string, boolean>([
  ...['true', 'yes', 'y', '1', 'on', 'ja', 'oui', 'x'].map((word): [string, boolean] => [word, true]),
  ...['false', 'no', 'n', '0', 'off', 'nein', 'non'].map((word): [string, boolean] => [word, false]),
]);

/** Checks a value as JSON has it: nothing is converted. */
export function readCustomValue(field: CustomField, raw: unknown): CustomReading {
  if (field.type === 'boolean')
    return typeof raw === 'boolean' ? { value: raw } : { problem: 'must be true or false' };
  if (field.type === 'number')
    return typeof raw === 'number' && Number.isFinite(raw) ? { value: raw } : { problem: 'must be a number' };
  if (field.type === 'multiselect') {
    const isTexts = Array.isArray(raw) && raw.every((one) => typeof one === 'string');
    return isTexts ? readChoices(field, raw as string[]) : { problem: 'must be a list of options' };
  }
  return typeof raw === 'string' ? readText(field, raw) : { problem: 'must be text' };
}

/** Reads a value that stands in a file as text: numbers, yes and no, and several options divided by `;`. */
export function readCustomText(field: CustomField, text: string): CustomReading {
  if (field.type === 'number')
    return NUMBER.test(text) ? readCustomValue(field, Number(text)) : { problem: 'must be a number' };
  if (field.type === 'boolean') return readCustomValue(field, WORDS.get(text.toLowerCase()));
  if (field.type === 'multiselect') {
    const choices = text.split(/[;|]/).map((one) => one.trim());
    return readChoices(field, choices.filter(Boolean));
  }
  return readText(field, text);
}

function readChoices({ options }: CustomField, choices: readonly string[]): CustomReading {
  const unknown = choices.find((one) => !options.includes(one));
  return unknown === undefined
    ? { value: [...new Set(choices)] }
    : { problem: `must be of ${options.join(', ')}` };
}

function readText({ type, options }: CustomField, raw: string): CustomReading {
  const text = type === 'textarea' ? raw.trim() : tidyLine(raw);
  if (!isCleanText(text)) return { problem: 'must be text without control characters' };
  if (type === 'select')
    return options.includes(text) ? { value: text } : { problem: `must be one of ${options.join(', ')}` };
  if (type === 'date' && !isDay(text)) return { problem: 'must be a day such as 2026-12-01' };
  if (type === 'email' && !isMailAddress(text)) return { problem: 'must be a mail address' };
  if (type === 'phone' && !PHONE.test(text)) return { problem: 'must be a phone number' };
  if (type === 'url' && !(/^https?:\/\//i.test(text) && URL.canParse(text)))
    return { problem: 'must be an address starting with http' };
  const longest = type === 'textarea' ? 5_000 : type === 'url' ? 2_048 : 500;
  return text.length <= longest ? { value: text } : { problem: `must be at most ${longest} characters` };
}

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
