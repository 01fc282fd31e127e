import { chunksOf, type TextChunk } from '../chunks/chunk-text.js';
import {
  type DocumentFormat,
  type DocumentText,
  DocumentUnreadable,
  LONGEST_TEXT,
  textTooLong,
} from './document-text.js';
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
  // A page is a section too, so that a passage can be looked up on it.
  const sections = pages ? pages.map((offset) => ({ offset, level: 7, title: '' })) : headings;
  const chunks = chunksOf(text, sections).map((chunk) => ({ ...chunk, page: pageAt(pages, chunk.start) }));
  return { text, pages: pages && pages.length, chunks };
}

/** What a format needs is loaded for it alone: a thread that reads a text starts without the readers of PDF and Word. */
async function wordsOf(format: DocumentFormat, content: Uint8Array | string): Promise<DocumentText> {
  if (format === 'pdf') return (await import('./pdf-text.js')).pdfText(bytesOf(content));
  if (format === 'docx') return (await import('./docx-text.js')).docxText(bytesOf(content));
  const text = typeof content === 'string' ? content : decoded(content);
  if (format === 'html') return (await import('./html-text.js')).htmlText(text);
  if (text.length > LONGEST_TEXT) throw textTooLong();
  if (format === 'markdown') return (await import('./markdown-text.js')).markdownText(text);
  return { text, headings: [], pages: null };
}

function bytesOf(content: Uint8Array | string): Uint8Array {
  if (typeof content === 'string') throw new TypeError('Only a file has bytes.');
  return content;
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
