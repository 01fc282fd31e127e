import { isMailAddress } from '#kernel/address';
import { type ColumnTarget, columnPlace, targetsOf, targetText } from './csv-columns.js';

/** Why a column goes where it goes: the caller said so, its header or its values show it, or nothing does. */
export type Because = 'mapping' | 'header' | 'values' | 'none';

export interface Suggestion {
  target: ColumnTarget;
  because: Because;
}

const PHONE = /^\+?[0-9(][0-9 ()./-]{5,24}$/;
const DIGITS = /\d/g;
const DAY = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/;
/** So much of what a column holds must look alike. */
const MOST = 0.8;

/** A first row that holds an address is no header. */
export function looksLikeHeader(cells: readonly string[]): boolean {
  return !cells.some((cell) => isMailAddress(cell.trim()));
}

/** Where columns go; one whose header says nothing may show by its values that it holds addresses or phone numbers. */
export function suggestedTargets(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  wanted: Readonly<Record<string, string | null>>,
): Suggestion[] {
  const suggestions = targetsOf(headers, wanted).map((target, at): Suggestion => {
    const name = (headers[at] ?? '').trim();
    if (Object.hasOwn(wanted, name) || Object.hasOwn(wanted, columnPlace(at)))
      return { target, because: 'mapping' };
    return { target, because: target && 'field' in target ? 'header' : 'none' };
  });
  for (const [field, fits] of [
    ['email', isMailAddress],
    ['phone', isPhone],
  ] as const) {
    if (suggestions.some(({ target }) => targetText(target) === field)) continue;
    const at = suggestions.findIndex(
      ({ because }, column) => because === 'none' && mostly(valuesOf(rows, column), fits),
    );
    if (at >= 0) suggestions[at] = { target: { field }, because: 'values' };
  }
  return suggestions;
}

export function valuesOf(rows: readonly (readonly string[])[], column: number): string[] {
  return rows.map((cells) => (cells[column] ?? '').trim()).filter((value) => value !== '');
}

function mostly(values: readonly string[], fits: (value: string) => boolean): boolean {
  return values.length > 0 && values.filter((value) => fits(value)).length >= values.length * MOST;
}

function isPhone(value: string): boolean {
  const digits = value.match(DIGITS)?.length ?? 0;
  return PHONE.test(value) && digits >= 7 && digits <= 15 && !DAY.test(value);
}
