/** One row of the file, or what is wrong with it; `line` is where it begins, counted from 1. */
export type CsvRecord = { line: number; cells: string[] } | { line: number; problem: string; raw: string };

type Scan = { cells: string[]; next: number } | { problem: string } | 'incomplete';

const LONGEST_RECORD = 256 * 1024;
const TOO_LONG = `The row is longer than ${LONGEST_RECORD} characters`;
const RAW_SHOWN = 500;
const LF = 10;
const CR = 13;
const QUOTE = 34;

/**
 * Splits text that arrives in pieces into CSV records (RFC 4180; line ends may be mixed). A row with broken quotes, or one
 * that is too long, is told as a problem and reading goes on with the next line, so that it cannot swallow the file.
 */
export class CsvRecords {
  private buffer = '';
  private at = 0;
  private line = 1;
  private skipping = false;
  private readonly delimiterCode: number;

  constructor(private readonly delimiter: string) {
    this.delimiterCode = delimiter.charCodeAt(0);
  }

  /** The records completed by this piece. Blank lines are left out. */
  push(piece: string): CsvRecord[] {
    this.buffer = this.buffer.slice(this.at) + piece;
    this.at = 0;
    return this.read(false);
  }

  end(): CsvRecord[] {
    return this.read(true);
  }

  private read(isLast: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (this.at < this.buffer.length) {
      if (this.skipping && !this.skipLine(isLast)) break;
      if (this.at >= this.buffer.length) break;
      const scan = this.scan(isLast);
      const isTooLong = this.buffer.length - this.at > LONGEST_RECORD;
      if (scan === 'incomplete') {
        if (!isTooLong) break;
        records.push(this.broken(TOO_LONG));
      } else if ('problem' in scan) {
        if (!isLast && !isTooLong && this.lineEnd(this.at) < 0) break;
        records.push(this.broken(scan.problem));
      } else if (scan.next - this.at > LONGEST_RECORD) {
        records.push(this.broken(TOO_LONG));
      } else {
        if (scan.cells.length > 1 || scan.cells[0] !== '')
          records.push({ line: this.line, cells: scan.cells });
        this.line += this.linesUntil(scan.next);
        this.at = scan.next;
      }
    }
    return records;
  }

  /** Gives up the line that begins here; the next one is read as a row of its own. */
  private broken(problem: string): CsvRecord {
    const end = this.lineEnd(this.at);
    const shownTo = Math.min(end < 0 ? this.buffer.length : end, this.at + RAW_SHOWN);
    const record = { line: this.line, problem, raw: this.buffer.slice(this.at, shownTo) };
    this.skipping = true;
    return record;
  }

  /** Moves behind the end of the line; false when it has not arrived yet. */
  private skipLine(isLast: boolean): boolean {
    const end = this.lineEnd(this.at);
    if (end < 0) {
      this.at = this.buffer.length;
      return false;
    }
    const next = this.afterLineEnd(end, isLast);
    if (next < 0) {
      this.at = end;
      return false;
    }
    this.at = next;
    this.line++;
    this.skipping = false;
    return true;
  }

  private scan(isLast: boolean): Scan {
    const end = this.lineEnd(this.at);
    const stop = end < 0 ? this.buffer.length : end;
    const line = this.buffer.slice(this.at, stop);
    if (line.includes('"')) return this.scanQuoted(isLast);
    if (end < 0) return isLast ? { cells: line.split(this.delimiter), next: stop } : 'incomplete';
    const next = this.afterLineEnd(end, isLast);
    return next < 0 ? 'incomplete' : { cells: line.split(this.delimiter), next };
  }

  private scanQuoted(isLast: boolean): Scan {
    const { buffer } = this;
    const cells: string[] = [];
    let at = this.at;
    for (;;) {
      const cell = buffer.charCodeAt(at) === QUOTE ? this.quotedCell(at + 1, isLast) : this.plainCell(at);
      if (typeof cell === 'string') return cell === 'incomplete' ? cell : { problem: cell };
      cells.push(cell.text);
      at = cell.next;
      const code = buffer.charCodeAt(at);
      if (at >= buffer.length) return isLast ? { cells, next: at } : 'incomplete';
      if (code === this.delimiterCode) at++;
      else if (code === LF || code === CR) {
        const next = this.afterLineEnd(at, isLast);
        return next < 0 ? 'incomplete' : { cells, next };
      } else return { problem: 'There is text after a closing quote' };
    }
  }

  private quotedCell(begin: number, isLast: boolean): { text: string; next: number } | string {
    let text = '';
    let from = begin;
    for (;;) {
      const quote = this.buffer.indexOf('"', from);
      if (quote < 0 && isLast) return 'A quote is opened and never closed';
      if (quote < 0 || (quote + 1 === this.buffer.length && !isLast)) return 'incomplete';
      if (this.buffer.charCodeAt(quote + 1) !== QUOTE)
        return { text: text + this.buffer.slice(from, quote), next: quote + 1 };
      text += this.buffer.slice(from, quote + 1);
      from = quote + 2;
    }
  }

  private plainCell(begin: number): { text: string; next: number } {
    let end = begin;
    for (; end < this.buffer.length; end++) {
      const code = this.buffer.charCodeAt(end);
      if (code === this.delimiterCode || code === LF || code === CR) break;
    }
    return { text: this.buffer.slice(begin, end), next: end };
  }

  private lineEnd(from: number): number {
    for (let at = from; at < this.buffer.length; at++) {
      const code = this.buffer.charCodeAt(at);
      if (code === LF || code === CR) return at;
    }
    return -1;
  }

  /** Behind `\n`, `\r\n` or `\r`; -1 while it is open whether a `\n` follows. */
  private afterLineEnd(end: number, isLast: boolean): number {
    if (this.buffer.charCodeAt(end) === LF) return end + 1;
    if (end + 1 >= this.buffer.length && !isLast) return -1;
    return this.buffer.charCodeAt(end + 1) === LF ? end + 2 : end + 1;
  }

  private linesUntil(next: number): number {
    let lines = 0;
    for (let at = this.at; at < next; at++) {
      const code = this.buffer.charCodeAt(at);
      if (code === LF || (code === CR && this.buffer.charCodeAt(at + 1) !== LF)) lines++;
    }
    return lines;
  }
}
