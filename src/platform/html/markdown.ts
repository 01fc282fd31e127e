import { escaped } from '#kernel/escaped';
import { marked } from 'marked';
import { safeHtml } from './safe-html.js';

/** The reader takes time by the square of these, so a text with more of them than any article has is not read as Markdown. */
const MOST_MARKS = 2_000;
const MARK = /[*_~`[\]<"]|^[ \t]*(?:[+>|-]|\d{1,9}[.)])/gm;
/** Quotes and lists within each other, on one line. */
const TOO_DEEP = /^[ \t]*(?:>[ \t]?|(?:[*+-]|\d{1,9}[.)])[ \t]+){12}/m;
const LONG_BLANK = /[ \t]{40,}/g;

/**
 * Markdown (GitHub's, and a line break is a line break) as HTML that can be shown on any page. What is no sane Markdown
 * becomes plain paragraphs.
 */
export function markdownToHtml(text: string): string {
  const source = text.replace(LONG_BLANK, ' ');
  if ((source.match(MARK)?.length ?? 0) > MOST_MARKS || TOO_DEEP.test(source)) return paragraphsOf(source);
  return safeHtml(marked.parse(source, { async: false, gfm: true, breaks: true }));
}

/** Plain text as HTML: an empty line parts paragraphs, a line break stays one. */
function paragraphsOf(text: string): string {
  return escaped(text.trim())
    .split(/\r?\n\s*\n/)
    .map((paragraph) => `<p>${paragraph.trim().replace(/\r?\n/g, '<br>\n')}</p>`)
    .join('\n');
}
