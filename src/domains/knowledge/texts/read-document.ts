import { chunksOf, type TextChunk } from '../chunks/chunk-text.js';
import {
  type DocumentFormat,
  type DocumentText,
  DocumentUnreadable,
  LONGEST_TEXT,
  textTooLong,
} from './document-text.js';
import { docxText } from './docx-text.js';
import { htmlText } from './html-text.js';
import { markdownText } from './markdown-text.js';
import { pdfText } from './pdf-text.js';
import { decoded } from './plain-text.js';

/** A document as it came: the bytes of its file, or its text where it was written here. */
export interface UnreadDocument {
  readonly format: DocumentFormat;
  readonly content: Uint8Array | string;
}

/** A document that has been read. */
export interface ReadText {
  readonly text: string;
  /** How many pages it has; null where there are none. */
  readonly pages: number | null;
  readonly chunks: readonly (TextChunk & { readonly page: number | null })[];
}

/** Takes the words out of a document and cuts them into chunks. Made of nothing but CPU time: `DocumentReader` calls it. */
export async function readDocument({ format, content }: UnreadDocument): Promise<ReadText> {
  const { text, headings, pages } = await wordsOf(format, content);
  if (text.length > LONGEST_TEXT) throw textTooLong();
  if (text.trim() === '') throw new DocumentUnreadable('The document holds no text.');
  const chunks = chunksOf(text, headings).map((chunk) => ({ ...chunk, page: pageAt(pages, chunk.start) }));
  return { text, pages: pages && pages.length, chunks };
}

async function wordsOf(format: DocumentFormat, content: Uint8Array | string): Promise<DocumentText> {
  if (format === 'pdf' || format === 'docx') {
    if (typeof content === 'string') throw new TypeError(`A ${format} has no text of its own.`);
    return format === 'pdf' ? pdfText(content) : docxText(content);
  }
  const text = typeof content === 'string' ? content : decoded(content);
  if (format === 'html') return htmlText(text);
  if (text.length > LONGEST_TEXT) throw textTooLong();
  return format === 'markdown' ? markdownText(text) : { text, headings: [], pages: null };
}

/** The page, from 1, on which a place lies. */
function pageAt(pages: readonly number[] | null, offset: number): number | null {
  if (!pages) return null;
  let [low, high] = [0, pages.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pages[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
