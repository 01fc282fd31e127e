import { isUuid } from '#kernel/ids';
import { isCleanText } from '../lead-text.js';
import type { FilterField } from './filter-fields.js';
import { DATE_TEXT, type Operand, type Operator } from './filter.js';

type OperandReading = { value: Operand } | { problem: string };

const MOST_VALUES = 1_000;
const MOST_DAYS = 3_650;
const LONGEST = 500;
const DATE = new RegExp(DATE_TEXT);
const WORDS = /^[\p{L}\p{N}_]+(?: [\p{L}\p{N}_]+)*$/u;

/** What a condition compares with, or what is wrong with it. */
export function operandOf(field: FilterField, op: Operator, value: unknown): OperandReading {
  if (op === 'is_known') return typeof value === 'boolean' ? { value } : { problem: 'must be true or false' };
  if (op === 'within_days' || op === 'next_days')
    return isDays(value) ? { value } : { problem: `must be a whole number of days from 1 to ${MOST_DAYS}` };
  if (op === 'before' || op === 'after') return momentOf(value);
  if (op === 'in' || op === 'has_any' || op === 'has_all') return listOf(field, value);
  return op === 'has_word' ? wordsOf(value) : oneOf(field, value);
}

function momentOf(value: unknown): OperandReading {
  return typeof value === 'string' && DATE.test(value)
    ? { value }
    : { problem: 'must be a day such as 2026-12-01 or a moment such as 2026-12-01T09:00:00Z' };
}

function oneOf(field: FilterField, value: unknown): OperandReading {
  if (field.kind === 'boolean')
    return typeof value === 'boolean' ? { value } : { problem: 'must be true or false' };
  if (field.kind === 'number')
    return typeof value === 'number' && Math.abs(value) <= 1e15 ? { value } : { problem: 'must be a number' };
  const problem = problemOf(field, value);
  return problem === undefined ? { value: value as string } : { problem };
}

function listOf(field: FilterField, value: unknown): OperandReading {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_VALUES)
    return { problem: `must be a list of 1 to ${MOST_VALUES} values` };
  const problem = value.map((one) => problemOf(field, one)).find((one) => one !== undefined);
  return problem === undefined ? { value: value as string[] } : { problem: `has a value that ${problem}` };
}

function wordsOf(value: unknown): OperandReading {
  const words: unknown[] = Array.isArray(value) ? value : [value];
  const areWords = words.every((word) => typeof word === 'string' && word.length <= 100 && WORDS.test(word));
  return areWords && words.length > 0 && words.length <= 100
    ? { value: words as string[] }
    : { problem: 'must be a word or a list of up to 100 words, of letters and digits' };
}

function problemOf({ kind, options }: FilterField, value: unknown): string | undefined {
  if (kind === 'id') return isUuid(value) ? undefined : 'must be an id';
  if (typeof value !== 'string' || value === '' || value.length > LONGEST || !isCleanText(value))
    return `must be text of 1 to ${LONGEST} characters`;
  return options && !options.includes(value) ? `must be one of ${options.join(', ')}` : undefined;
}

function isDays(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_DAYS;
}
