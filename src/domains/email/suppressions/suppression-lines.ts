import { isMailAddress, normaliseMailAddress } from '#kernel/address';
import { SUPPRESSION_REASONS } from './suppression.dto.js';

const LONGEST_LINE = 2_000;

/** One line of a file of addresses. */
export interface SuppressionLine {
  /** Counted from 1, the names of columns with it. */
  readonly number: number;
  /** Undefined for a line that cannot be taken. */
  readonly row: { readonly email: string; readonly reason: string } | undefined;
}

/** Reads a CSV file line by line: an address, and a reason where it is not `manual`. A first line of names is passed over. */
export async function* suppressionLines(file: AsyncIterable<Buffer>): AsyncGenerator<SuppressionLine> {
  let number = 0;
  for await (const text of linesOf(file)) {
    number += 1;
    const [email = '', reason = ''] = text.split(/[,;\t]/).map(unquoted);
    if (email === '' && reason === '') continue;
    if (number === 1 && /^(?:e-?mail|address|mail)/i.test(email) && !email.includes('@')) continue;
    yield { number, row: rowOf(email, reason) };
  }
}

function rowOf(address: string, reason: string): SuppressionLine['row'] {
  const email = normaliseMailAddress(address.replace(/^'(?=[=+\-@])/, ''));
  const known = reason === '' ? 'manual' : SUPPRESSION_REASONS.find((one) => one === reason.toLowerCase());
  return isMailAddress(email) && known !== undefined ? { email, reason: known } : undefined;
}

async function* linesOf(file: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let ahead = '';
  for await (const piece of file) {
    const lines = (ahead + decoder.decode(piece, { stream: true })).split(/\r\n|\n|\r/);
    // A line that never ends is no address, and is not kept.
    ahead = (lines.pop() ?? '').slice(0, LONGEST_LINE);
    yield* lines;
  }
  if (ahead !== '') yield ahead;
}

function unquoted(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replaceAll('""', '"')
    .trim();
}

/** A line of the file that is given out; what a spreadsheet would take for a formula is quoted. */
export function suppressionLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => written(cell ?? '')).join(',')}\r\n`;
}

function written(cell: string): string {
  const safe = /^[=+\-@\t\r|＝]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
