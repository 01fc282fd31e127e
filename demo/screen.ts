import { styleText } from 'node:util';

const BAR_WIDTH = 30;
const number = new Intl.NumberFormat('en-US');

/** A figure as a person reads it: 1,000. */
export const figure = (value: number): string => number.format(value);

/** What the person at the terminal sees: headings, short lines, bars that grow. A bar is one line in a log file. */
export class Screen {
  private readonly isLive = process.stdout.isTTY;
  private bar: string | undefined;

  heading(text: string): void {
    this.line(`\n${styleText('bold', text)}`);
  }

  done(text: string): void {
    this.line(`  ${styleText('green', '✓')} ${text}`);
  }

  note(text: string): void {
    this.line(`    ${styleText('dim', text)}`);
  }

  line(text: string): void {
    this.endBar();
    process.stdout.write(`${text}\n`);
  }

  problem(text: string): void {
    this.endBar();
    process.stderr.write(`\n${styleText('red', '✗')} ${text}\n`);
  }

  /** Draws how far something has come; the next line ends the bar. */
  progress(label: string, done: number, total: number): void {
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const filled = Math.round(share * BAR_WIDTH);
    const drawing = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    this.bar = `  ${label.padEnd(10)} ${drawing} ${figure(done)} of ${figure(total)}`;
    if (this.isLive) process.stdout.write(`\r\u001b[2K${this.bar}`);
  }

  private endBar(): void {
    if (this.bar === undefined) return;
    process.stdout.write(this.isLive ? '\n' : `${this.bar}\n`);
    this.bar = undefined;
  }
}
