import { escaped as asHtml } from '#kernel/escaped';
import { plainTextOf } from '#platform/html/plain-text';
import { liquidSegments, replaceSegments } from './liquid-segments.js';

const OPEN = '\uE001';
const CLOSE = '\uE002';
const MARKED = /\uE001(\d+)\uE002/g;

/** The text part of an HTML template; its Liquid stays Liquid. */
export function textTemplateOf(html: string): string {
  const segments = liquidSegments(html);
  const kept: string[] = [];
  const marked = replaceSegments(html, segments, (markup, index) => {
    kept.push(markup);
    return `${OPEN}${index}${CLOSE}`;
  });
  return plainTextOf(marked).replace(MARKED, (_, index: string) => kept[Number(index)] ?? '');
}

const LOOKS_LIKE_HTML = /<(?:[a-z][a-z0-9]*(?:\s[^<>]*)?\/?|!doctype[^<>]*)>/i;
const ADDRESS = /\bhttps?:\/\/[^\s<>"'\uE001\uE002]+[^\s<>"'\uE001\uE002.,;:!?)]/g;

/** Words as they stand in HTML; their Liquid stays Liquid. */
export function escapedTemplate(text: string): string {
  const segments = liquidSegments(text);
  let at = 0;
  const parts = segments.map(({ start, end }) => {
    const before = asHtml(text.slice(at, start));
    at = end;
    return before + text.slice(start, end);
  });
  return parts.join('') + asHtml(text.slice(at));
}

/** A body as HTML: as it is when it has tags, otherwise its paragraphs, lines and addresses marked up. */
export function htmlTemplateOf(body: string): string {
  const segments = liquidSegments(body);
  const kept: string[] = [];
  const marked = replaceSegments(body, segments, (markup, index) => {
    kept.push(markup);
    return `${OPEN}${index}${CLOSE}`;
  });
  if (LOOKS_LIKE_HTML.test(marked)) return body;
  const escaped = asHtml(marked);
  const linked = escaped.replace(ADDRESS, (url) => `<a href="${url}">${url}</a>`);
  const paragraphs = linked.trim().split(/(?:\r?\n[^\S\n]*){2,}/);
  return paragraphs
    .map((paragraph) => `<p>${paragraph.replace(/\r?\n/g, '<br>\n')}</p>`)
    .join('\n')
    .replace(MARKED, (_, index: string) => kept[Number(index)] ?? '');
}
