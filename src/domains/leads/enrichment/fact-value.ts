import { type CustomField, readCustomValue } from '../fields/custom-value.js';
import { COMPANY_SIZES, type CompanySize } from '../lead.dto.js';
import { isCleanText, tidyLine } from '../lead-text.js';
import { SIZE_NAMES } from '../qualification/lead-score.js';

type Reading = { readonly value: unknown } | undefined;

const UNFIT: Reading = undefined;
const LONGEST_TEXT: Readonly<Record<string, number>> = {
  first_name: 200,
  last_name: 200,
  phone: 50,
  company: 200,
  job_title: 200,
  industry: 200,
  country: 100,
};
const FACT = /^[a-z][a-z0-9_]{0,59}$/;
/** What only its owner says of a lead: no provider says it under another roof either. */
const OWNERS =
  /^(?:id|email(?:_norm)?|status|(?:lead_)?score|tags|notes|consent|source|external_id|origin|created_by)$/;
const LONGEST_FACT = 2_000;
const MOST_VALUES = 50;

/** Columns that a provider may fill. Who a lead is reached by, where it stands and what people noted is not among them. */
export const FILLED_COLUMNS: readonly string[] = [
  ...Object.keys(LONGEST_TEXT),
  'company_size',
  'annual_revenue',
];

/** The value as the column takes it; undefined when it is unfit. */
export function columnValue(column: string, raw: unknown): Reading {
  if (column === 'company_size') return sizeOf(raw);
  if (column === 'annual_revenue') {
    const amount = typeof raw === 'string' && /^\d{1,15}(\.\d{1,2})?$/.test(raw) ? Number(raw) : raw;
    return typeof amount === 'number' && amount >= 0 && amount <= 1e15 ? { value: amount } : UNFIT;
  }
  const text = typeof raw === 'string' ? tidyLine(raw) : '';
  const isFit = text !== '' && text.length <= (LONGEST_TEXT[column] ?? 0) && isCleanText(text);
  return isFit ? { value: text } : UNFIT;
}

/** The value as the owner's own field takes it. */
export function customValue(field: CustomField | undefined, raw: unknown): Reading {
  const reading = field && readCustomValue(field, raw);
  return reading && 'value' in reading ? reading : UNFIT;
}

/** Whether something that has no column may be called so. */
export function isFactName(name: string): boolean {
  return FACT.test(name) && !OWNERS.test(name);
}

/** What has no column: a short text, a number, yes or no, or a list of texts. */
export function factValue(raw: unknown): Reading {
  if (typeof raw === 'boolean' || (typeof raw === 'number' && Number.isFinite(raw))) return { value: raw };
  if (typeof raw === 'string') return isShort(raw) ? { value: raw.trim() } : UNFIT;
  const isList = Array.isArray(raw) && raw.length > 0 && raw.length <= MOST_VALUES;
  return isList && raw.every((one) => typeof one === 'string' && isShort(one)) ? { value: raw } : UNFIT;
}

function isShort(text: string): boolean {
  return text.trim() !== '' && text.length <= LONGEST_FACT && isCleanText(text);
}

/** A range as the table has it: from a number of people, a range of whatever service, or a word such as `small`. */
function sizeOf(raw: unknown): Reading {
  if (typeof raw === 'number') return ofPeople(raw);
  if (typeof raw !== 'string') return UNFIT;
  const text = raw.trim().toLowerCase().replace(/[,\s]/g, '').replace(/–/g, '-');
  const range = COMPANY_SIZES.find((size) => size === text);
  if (range) return { value: range };
  const word = SIZE_NAMES.findIndex((name) => name === text);
  if (word >= 0) return { value: COMPANY_SIZES[word] };
  const [, from] = /^(\d{1,8})(?:-\d{1,8}|\+)?$/.exec(text) ?? [];
  return from === undefined ? UNFIT : ofPeople(Number(from));
}

function ofPeople(people: number): Reading {
  if (!(people >= 1 && people <= 1e8)) return UNFIT;
  const upTo: readonly (readonly [number, CompanySize])[] = [
    [10, '1-10'],
    [50, '11-50'],
    [200, '51-200'],
    [1_000, '201-1000'],
  ];
  return { value: upTo.find(([most]) => people <= most)?.[1] ?? '1000+' };
}
