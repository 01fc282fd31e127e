import type { CustomField } from '../fields/custom-value.js';
import { TOLD_COLUMNS } from './file-columns.js';
import { HEADER_WORDS, type ImportField } from './header-words.js';

/**
 * Where the cells of one column go: a field of the lead, a custom field under a key, or nowhere. What the owner has defined
 * stands beside custom fields, where there are definitions.
 */
export type ColumnTarget =
  { field: ImportField; fields?: readonly CustomField[] } | { custom: string; as?: CustomField } | null;

const IMPORT_FIELDS = Object.keys(HEADER_WORDS) as ImportField[];
const IGNORED = new Set(TOLD_COLUMNS.map((column) => column.replaceAll('_', ' ')));
const FORBIDDEN_KEYS = new Set(['constructor', 'prototype']);

const FIELD_BY_WORD = new Map(
  IMPORT_FIELDS.flatMap((field) =>
    HEADER_WORDS[field].split('|').map((word): [string, ImportField] => [word, field]),
  ),
);

/**
 * Where each column goes: as the caller says of its name or its place (`#3`), else by what its header usually means, else into
 * the custom fields.
 */
export function targetsOf(
  headers: readonly string[],
  wanted: Readonly<Record<string, string | null>>,
): ColumnTarget[] {
  const keys = new Set<string>();
  return headers.map((header, at) => {
    const name = header.trim();
    const said = [name, columnPlace(at)].find((one) => Object.hasOwn(wanted, one));
    if (said !== undefined) return targetNamed(wanted[said] ?? '');
    if (name.startsWith('custom.')) return customTarget(readTarget(name), keys);
    const word = plainWord(name);
    const field = FIELD_BY_WORD.get(word);
    if (field) return { field };
    if (word === '' || IGNORED.has(word)) return null;
    return customTarget({ custom: customKey(name) }, keys);
  });
}

/** The targets, those of custom fields that their owner has defined with what these ask for. */
export function typedTargets(
  targets: readonly ColumnTarget[],
  fields: readonly CustomField[],
): ColumnTarget[] {
  return targets.map((target) => {
    if (target === null) return target;
    if ('field' in target) return target.field === 'custom_fields' ? { ...target, fields } : target;
    const as = fields.find(({ key }) => key === target.custom);
    return as ? { ...target, as } : target;
  });
}

/** How a mapping names a column by its place, beginning at 0. */
export function columnPlace(at: number): string {
  return `#${at + 1}`;
}

/** A target as a mapping writes it: a field, `custom.<key>`, or nothing. Undefined when it is none of these. */
export function readTarget(text: string): ColumnTarget | undefined {
  if (text === '') return null;
  if (IMPORT_FIELDS.includes(text as ImportField)) return { field: text as ImportField };
  const [, key] = /^custom\.([\p{L}\p{N}_ -]{1,64})$/u.exec(text) ?? [];
  return key !== undefined && !FORBIDDEN_KEYS.has(key) ? { custom: key } : undefined;
}

/** A target in the words of a mapping. */
export function targetText(target: ColumnTarget): string {
  if (target === null) return '';
  return 'field' in target ? target.field : `custom.${target.custom}`;
}

function targetNamed(text: string): ColumnTarget {
  return readTarget(text) ?? null;
}

/** A second column of the same name gets a number. */
function customTarget(target: ColumnTarget | undefined, taken: Set<string>): ColumnTarget {
  const key = target && 'custom' in target ? target.custom : '';
  if (key === '' || FORBIDDEN_KEYS.has(key)) return null;
  let free = key;
  for (let count = 2; taken.has(free); count++) free = `${key}_${count}`;
  taken.add(free);
  return { custom: free };
}

function customKey(header: string): string {
  return header
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .slice(0, 60)
    .replace(/^_+|_+$/g, '')
    .toWellFormed();
}

function plainWord(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Which of `, ; tab |` divides the first line; a comma when none does. */
export function delimiterOf(text: string): string {
  const [line = ''] = text.replace(/"(?:[^"]|"")*"/g, '').split(/[\r\n]/, 1);
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    count: line.split(delimiter).length,
  }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}
