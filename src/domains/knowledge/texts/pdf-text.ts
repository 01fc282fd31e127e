import { getDocumentProxy } from 'unpdf';
import {
  cleanText,
  type DocumentText,
  DocumentUnreadable,
  LONGEST_TEXT,
  textTooLong,
} from './document-text.js';

const PAGES_AT_MOST = 2_000;

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** The words of a PDF, page after page. What is only a picture of words has none. */
export async function pdfText(bytes: Uint8Array): Promise<DocumentText> {
  const pdf = await opened(bytes);
  if (pdf.numPages > PAGES_AT_MOST)
    throw new DocumentUnreadable(
      `The PDF has ${pdf.numPages.toLocaleString('en')} pages; at most ${PAGES_AT_MOST.toLocaleString('en')} can be read. Please split it.`,
    );
  const pages: number[] = [];
  let text = '';
  for (let number = 1; number <= pdf.numPages; number++) {
    const words = await pageText(pdf, number);
    if (text !== '' && words !== '') text += '\n\n';
    pages.push(text.length);
    text += words;
    if (text.length > LONGEST_TEXT) throw textTooLong();
  }
  if (text.trim() === '')
    throw new DocumentUnreadable(
      'The PDF holds no text, only pictures: make its text searchable (OCR) and upload it again.',
    );
  return { text, headings: [], pages };
}

async function opened(bytes: Uint8Array): Promise<Pdf> {
  try {
    return await getDocumentProxy(bytes, { verbosity: 0 });
  } catch (error) {
    if ((error as { name?: unknown } | null)?.name === 'PasswordException')
      throw new DocumentUnreadable(
        'The PDF is protected by a password: save it without one and upload it again.',
      );
    throw new DocumentUnreadable('The PDF is damaged and cannot be opened.');
  }
}

async function pageText(pdf: Pdf, number: number): Promise<string> {
  const page = await pdf.getPage(number);
  try {
    const { items } = await page.getTextContent();
    const lines = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
    return paragraphs(cleanText(lines));
  } finally {
    page.cleanup();
  }
}

/** Lines as they were printed become sentences again: words that were divided, and lines that go on in lower case. */
function paragraphs(lines: string): string {
  return lines
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/(\p{Ll})-\n(?=\p{Ll})/gu, '$1')
    .replace(/\n(?=\p{Ll})/gu, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
