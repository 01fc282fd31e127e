import { Parser } from 'htmlparser2';
import { liquidSegments, replaceSegments } from './liquid-segments.js';

const MASK = '\uE000';
const LONGEST_URL = 2_000;

export interface TrackedHtml {
  /** The template, its tracked targets replaced by `{{ links[n] }}`. */
  readonly html: string;
  /** The targets, each once, in the order of `n`. */
  readonly urls: readonly string[];
}

interface Target {
  readonly start: number;
  readonly end: number;
  readonly url: string;
}

/**
 * Replaces the `href` of links that lead to fixed http(s) addresses. Other schemes, anchors, and addresses that
 * themselves hold Liquid (the unsubscribe link among them) stay as they are; so does every other character.
 */
export function trackLinks(template: string): TrackedHtml {
  const urls = new Map<string, number>();
  let html = '';
  let at = 0;
  for (const { start, end, url } of linkTargets(template)) {
    const index = urls.get(url) ?? urls.size;
    urls.set(url, index);
    html += `${template.slice(at, start)}"{{ links[${index}] }}"`;
    at = end;
  }
  return { html: html + template.slice(at), urls: [...urls.keys()] };
}

function linkTargets(template: string): Target[] {
  // Liquid may hold quotes and brackets that are none of HTML's business: masked by as many neutral characters.
  const masked = replaceSegments(template, liquidSegments(template), (markup) => MASK.repeat(markup.length));
  const targets: Target[] = [];
  let tag = '';
  let hasTarget = false;
  const parser: Parser = new Parser(
    {
      onopentagname(name) {
        tag = name;
        hasTarget = false;
      },
      onattribute(name, value, quote) {
        if ((tag !== 'a' && tag !== 'area') || name !== 'href' || hasTarget) return;
        hasTarget = true;
        const url = trackable(value);
        const place = url && placeOf(masked, parser.startIndex + name.length, parser.endIndex, quote);
        if (url && place) targets.push({ ...place, url });
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.end(masked);
  return targets;
}

function trackable(value: string): string | undefined {
  const url = value.trim();
  if (url.includes(MASK) || url.length > LONGEST_URL || !/^https?:\/\//i.test(url)) return undefined;
  return URL.canParse(url) ? url : undefined;
}

/** Where the value stands in the source, quotes included. */
function placeOf(source: string, afterName: number, end: number, quote: string | undefined | null) {
  const value = /^\s*=\s*/.exec(source.slice(afterName, afterName + 100));
  if (!value) return undefined;
  const start = afterName + value[0].length;
  if (quote) {
    const close = source.indexOf(quote, start + 1);
    return source[start] === quote && close >= 0 ? { start, end: close + 1 } : undefined;
  }
  return end > start ? { start, end } : undefined;
}
