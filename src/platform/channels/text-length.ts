import { parse } from 'tldts';
import type { Counting } from './networks.js';

/** A piece of a text that is never cut: an address, or what a reader sees as one character. */
export interface TextUnit {
  readonly text: string;
  readonly kind: 'url' | 'space' | 'other';
  readonly cost: number;
}

/** X counts every address as long as its own short form of it. */
const SHORTENED_URL = 23;
/** Code points that X counts as one; all others, and each emoji whatever it is made of, count as two (twitter-text 3). */
const LIGHT: readonly (readonly [from: number, to: number])[] = [
  [0x0000, 0x10ff],
  [0x2000, 0x200d],
  [0x2010, 0x201f],
  [0x2032, 0x2037],
];
const HEAVY = 2;

const ADDRESS_CHARACTER = String.raw`[\p{Script=Latin}\p{Script=Cyrillic}0-9\-._~:/?#\[\]@!$&'()*+,;=%|]`;
const WITH_SCHEME = String.raw`(?<![\w@$#＠＃])https?://${ADDRESS_CHARACTER}+`;
const HOST = String.raw`(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}`;
const WITHOUT_SCHEME = String.raw`(?<![\w@$#＠＃./-])${HOST}(?![\w@-])(?:/${ADDRESS_CHARACTER}*)?`;
const ADDRESS = new RegExp(`${WITH_SCHEME}|${WITHOUT_SCHEME}`, 'giu');

const EMOJI = new RegExp(String.raw`^\p{RGI_Emoji}$`, 'v');
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ASCII = /^[\u0000-\u007f]*$/;

/** How long a text is as the network counts. The text is counted in Unicode's composed form (NFC). */
export function textLength(text: string, counting: Counting): number {
  const composed = text.normalize('NFC');
  if (counting === 'utf16') return composed.length;
  if (counting === 'bytes') return Buffer.byteLength(composed);
  return textUnits(composed, counting).reduce((sum, { cost }) => sum + cost, 0);
}

/** The text in pieces that are never cut, each with what the network counts it for. */
export function textUnits(text: string, counting: Counting): TextUnit[] {
  return addressesApart(text).flatMap(({ part, isAddress }): TextUnit[] =>
    isAddress
      ? [{ text: part, kind: 'url', cost: addressCost(part, counting) }]
      : characters(part).map((character) => ({
          text: character,
          kind: /^\s+$/.test(character) ? 'space' : 'other',
          cost: characterCost(character, counting),
        })),
  );
}

/** The text in order, addresses apart from what stands between them. */
export function addressesApart(text: string): { part: string; isAddress: boolean }[] {
  const parts: { part: string; isAddress: boolean }[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutTail(found);
    if (!isLink(address)) continue;
    if (index > at) parts.push({ part: text.slice(at, index), isAddress: false });
    parts.push({ part: address, isAddress: true });
    at = index + address.length;
  }
  if (at < text.length) parts.push({ part: text.slice(at), isAddress: false });
  return parts;
}

/** Punctuation behind an address, and a bracket it does not open, belong to the sentence. */
function withoutTail(found: string): string {
  let unopened = count(found, /[)\]]/g) - count(found, /[([]/g);
  let end = found.length;
  for (; end > 0; end--) {
    const last = found[end - 1] ?? '';
    if (/[)\]]/.test(last) && unopened > 0) unopened--;
    else if (!/[.,;:!?'*~|]/.test(last)) break;
  }
  return found.slice(0, end);
}

/** Without a scheme a known top-level domain makes a link; a bare name under a country's needs a path (`co` and `tv` do not). */
function isLink(address: string): boolean {
  if (/^https?:\/\//i.test(address)) return URL.canParse(address);
  const { hostname, isIcann, publicSuffix } = parse(address);
  if (!hostname || !isIcann || !publicSuffix || hostname === publicSuffix) return false;
  const isBareCountryName = /^[^.]+\.[a-z]{2}$/i.test(address);
  return !isBareCountryName || /\.(?:co|tv)$/i.test(address);
}

function addressCost(address: string, counting: Counting): number {
  return counting === 'weighted'
    ? SHORTENED_URL
    : textLength(address, counting === 'bytes' ? 'bytes' : 'utf16');
}

function characterCost(character: string, counting: Counting): number {
  if (counting === 'utf16') return character.length;
  if (counting === 'bytes') return Buffer.byteLength(character);
  const isEmoji = !ASCII.test(character) && EMOJI.test(character);
  if (counting === 'emoji-bytes') return isEmoji ? Buffer.byteLength(character) : character.length;
  if (isEmoji) return HEAVY;
  return [...character].reduce((sum, point) => sum + weight(point.codePointAt(0) ?? 0), 0);
}

function weight(point: number): number {
  return LIGHT.some(([from, to]) => point >= from && point <= to) ? 1 : HEAVY;
}

function characters(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
