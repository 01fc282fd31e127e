import { createHash } from 'node:crypto';
import type { Heading } from '../texts/document-text.js';
import { HeadingPath } from './heading-path.js';
import { overlapStart, piecesOf, type Span } from './pieces.js';

/** Characters, as JavaScript counts them. */
export const LONGEST_CHUNK = 1_000;
/** A heading ends a chunk that has at least so many characters; smaller sections share one. */
const ENOUGH_OF_A_SECTION = 200;

/** A piece of a document's text: `content` is exactly what stands there from `start` to before `end`. */
export interface TextChunk {
  readonly start: number;
  readonly end: number;
  readonly content: string;
  /** The headings it stands under, outermost first: `Prices › Team plan`. */
  readonly heading: string | null;
  /** SHA-256 of the content in hexadecimal digits. */
  readonly hash: string;
  /** Roughly: a token for every 4 characters. */
  readonly tokens: number;
}

/**
 * Cuts a text into chunks of at most 1,000 characters: whole sentences, as many as fit, and never two sections when the
 * first is of some size. A chunk that had to end within a section is followed by one that begins with its last 20 words.
 * Takes time in proportion to the length of the text.
 */
export function chunksOf(text: string, headings: readonly Heading[] = []): TextChunk[] {
  const packing = new Packing(text, headings);
  for (const piece of piecesOf(text, LONGEST_CHUNK)) packing.add(piece);
  return packing.finished();
}

class Packing {
  private readonly chunks: TextChunk[] = [];
  private readonly path: HeadingPath;
  /** The chunk in the making; `body` is where it begins to say something new. */
  private open: { start: number; body: number; end: number } | null = null;
  private nextHeading = 0;

  constructor(
    private readonly text: string,
    private readonly headings: readonly Heading[],
  ) {
    this.path = new HeadingPath(headings);
  }

  add(piece: Span): void {
    const beginsSection = this.passesHeading(piece.start);
    if (this.open && beginsSection && this.open.end - this.open.body >= ENOUGH_OF_A_SECTION) this.close();
    if (this.open && piece.end - this.open.start > LONGEST_CHUNK) {
      const { start, end } = this.open;
      this.close();
      const from = beginsSection ? piece.start : overlapStart(this.text, start, end);
      this.open = { start: this.fitting(from, piece), body: piece.start, end: piece.end };
    }
    this.open ??= { start: piece.start, body: piece.start, end: piece.end };
    this.open.end = piece.end;
  }

  finished(): TextChunk[] {
    if (this.open) this.close();
    return this.chunks;
  }

  private close(): void {
    if (!this.open) return;
    const { start, body, end } = this.open;
    const content = this.text.slice(start, end);
    this.chunks.push({
      start,
      end,
      content,
      heading: this.path.at(body),
      hash: createHash('sha256').update(content).digest('hex'),
      tokens: Math.ceil(content.length / 4),
    });
    this.open = null;
  }

  /** Where the next chunk may begin so that it has room for the piece: as much of the overlap as fits. */
  private fitting(from: number, piece: Span): number {
    let start = from;
    while (start < piece.start && (piece.end - start > LONGEST_CHUNK || /\s/.test(this.text[start] ?? ''))) {
      const gap = this.text.slice(start, piece.start).search(/\s/);
      start = gap < 0 ? piece.start : start + gap + 1;
    }
    return start;
  }

  private passesHeading(position: number): boolean {
    let passed = false;
    for (let heading = this.headings[this.nextHeading]; heading && heading.offset <= position;) {
      passed = true;
      heading = this.headings[++this.nextHeading];
    }
    return passed;
  }
}
