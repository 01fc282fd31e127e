import { Lexer } from 'marked';
import type { DocumentText, Heading } from './document-text.js';

/** Markdown stays as it was written, with its marks: models read it well, and places in it are those its author sees. */
export function markdownText(text: string): DocumentText {
  const headings: Heading[] = [];
  let offset = 0;
  // Blocks only: what stands within them is not looked at, which would take time by the square of its marks.
  for (const token of new Lexer().blockTokens(text)) {
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
