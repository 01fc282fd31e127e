import { Parser } from 'htmlparser2';
import {
  cleanText,
  type DocumentText,
  DocumentUnreadable,
  type Heading,
  LONGEST_TEXT,
  textTooLong,
} from './document-text.js';

/** What is not read by people. */
const UNSEEN = namesOf('head title script style template noscript svg iframe object select nav');
const PARAGRAPHS = namesOf(
  'p div section article main header footer aside ul ol dl table blockquote pre figure form hr h1 h2 h3 h4 h5 h6',
);
const LINES = namesOf('li dt dd tr br caption figcaption');
const CELLS = namesOf('td th');
/** No page that people read is nested deeper, and the parser's time grows with the square of the depth. */
const DEEPEST = 5_000;

/** What people read of an HTML page, paragraph by paragraph; the cells of a table stand in a line for each row. */
export function htmlText(html: string): DocumentText {
  const page = new Page();
  const parser = new Parser(
    {
      onopentagname: (name) => page.opens(name),
      ontext: (text) => page.says(text),
      onclosetag: (name) => page.closes(name),
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(html);
  return page.text();
}

class Page {
  private readonly pieces: string[] = [];
  private readonly headings: Heading[] = [];
  private length = 0;
  /** How many tags deep we are in something unseen. */
  private unseen = 0;
  private preformatted = 0;
  private depth = 0;
  /** How many tables deep we are in a cell. */
  private cells = 0;
  private isFirstCell = true;
  private cellHasText = false;
  /** Line ends owed before the next word. */
  private owed = 0;
  private spaceOwed = false;
  private heading: { offset: number; level: number } | null = null;

  opens(name: string): void {
    if (++this.depth > DEEPEST) throw new DocumentUnreadable('The tags of the page are nested too deep.');
    if (UNSEEN.has(name)) this.unseen++;
    if (this.unseen > 0) return;
    if (name === 'pre') this.preformatted++;
    this.breaksAt(name);
    if (/^h[1-6]$/.test(name)) this.heading = { offset: -1, level: Number(name[1]) };
    if (name === 'li') this.write('- ');
    if (name === 'tr') this.isFirstCell = true;
    if (CELLS.has(name)) this.opensCell();
  }

  says(text: string): void {
    if (this.unseen > 0) return;
    if (this.preformatted > 0) return this.write(text);
    const words = text.replace(/\s+/g, ' ');
    if (words === ' ') {
      this.spaceOwed = true;
      return;
    }
    if (words.startsWith(' ')) this.spaceOwed = true;
    this.write(words.trim());
    this.spaceOwed = words.endsWith(' ');
  }

  closes(name: string): void {
    this.depth--;
    if (UNSEEN.has(name)) {
      this.unseen = Math.max(0, this.unseen - 1);
      return;
    }
    if (this.unseen > 0) return;
    if (name === 'pre') this.preformatted = Math.max(0, this.preformatted - 1);
    if (/^h[1-6]$/.test(name)) this.endHeading();
    if (CELLS.has(name)) this.cells = Math.max(0, this.cells - 1);
    this.breaksAt(name);
  }

  text(): DocumentText {
    const text = this.pieces.join('');
    const kept = text.trimEnd();
    return { text: kept, headings: this.headings.filter(({ offset }) => offset < kept.length), pages: null };
  }

  private opensCell(): void {
    if (!this.isFirstCell) {
      this.pieces.push(this.cut(' |'));
      [this.owed, this.spaceOwed] = [0, true];
    }
    [this.isFirstCell, this.cellHasText] = [false, false];
    this.cells++;
  }

  private breaksAt(name: string): void {
    if (this.cells > 0 && !this.cellHasText) return;
    if (PARAGRAPHS.has(name)) this.owed = this.cells > 0 ? 1 : 2;
    else if (LINES.has(name)) this.owed = Math.max(this.owed, 1);
  }

  private write(text: string): void {
    const words = cleanText(text);
    if (words === '') return;
    if (this.length > 0 && this.owed > 0) this.pieces.push(this.cut('\n'.repeat(this.owed)));
    else if (this.length > 0 && this.spaceOwed) this.pieces.push(this.cut(' '));
    [this.owed, this.spaceOwed, this.cellHasText] = [0, false, true];
    if (this.heading && this.heading.offset < 0) this.heading.offset = this.length;
    this.pieces.push(this.cut(words));
  }

  /** Counts what is added, and stops where a text is too long. */
  private cut(text: string): string {
    this.length += text.length;
    if (this.length > LONGEST_TEXT) throw textTooLong();
    return text;
  }

  private endHeading(): void {
    const { heading } = this;
    this.heading = null;
    if (!heading || heading.offset < 0) return;
    let before = this.length;
    const words: string[] = [];
    for (let at = this.pieces.length - 1; at >= 0 && before > heading.offset; at--) {
      const piece = this.pieces[at] ?? '';
      words.unshift(piece);
      before -= piece.length;
    }
    this.headings.push({ ...heading, title: words.join('').trim() });
  }
}

function namesOf(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}
