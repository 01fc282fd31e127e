import { marked } from 'marked';
import type { DocumentText, Heading } from './document-text.js';

/** Markdown stays as it was written, with its marks: models read it well, and places in it are those its author sees. */
export function markdownText(text: string): DocumentText {
  const headings: Heading[] = [];
  let offset = 0;
  for (const token of marked.lexer(text)) {
    const found = text.indexOf(token.raw, offset);
    const start = found < 0 ? offset : found;
    if (token.type === 'heading')
      headings.push({ offset: start, level: Number(token['depth']), title: plain(String(token['text'])) });
    offset = start + token.raw.length;
  }
  return { text, headings, pages: null };
}

/** A title without its marks. */
function plain(title: string): string {
  return title
    .replace(/!?\[([^\]]{0,200})\]\([^)]{0,500}\)/g, '$1')
    .replace(/[*_`~]/g, '')
    .trim();
}
