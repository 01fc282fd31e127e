import type { Network } from './networks.js';
import { addressesApart, textLength, type TextUnit, textUnits } from './text-length.js';

/** A text made fit for a network. */
export interface FittedPost {
  /** What is sent: the text, then those hashtags that do not stand in it. */
  readonly post: string;
  /** The text without the hashtags behind it. */
  readonly text: string;
  /** All hashtags of the post in their order, each with its `#`, none twice. */
  readonly hashtags: readonly string[];
  /** Of the post, as the network counts; never more than its limit. */
  readonly length: number;
  readonly limit: number;
  /** Whether words had to be left out. */
  readonly truncated: boolean;
  /** How many hashtags are missing to the fewest that work there. */
  readonly missingHashtags: number;
}

const ELLIPSIS = '…';
const BETWEEN = '\n\n';
const LONGEST_HASHTAG = 100;
/** A cut falls between words unless that would give up more than this part of what fits (as in a text without spaces). */
const MOST_GIVEN_UP = 0.4;

const TAG = String.raw`[#＃][\p{L}\p{M}\p{N}_]*[\p{L}\p{M}][\p{L}\p{M}\p{N}_]*`;
const TAG_IN_TEXT = new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}_&/#＃])${TAG}`, 'gu');
const WHOLE_TAG = new RegExp(`^${TAG}$`, 'u');

/**
 * Holds a text and its hashtags to what a network takes, whatever a person or a model has written: hashtags once each and at
 * most as many as work there, the whole at most as long as the limit, cut between words and never inside an address or a character.
 */
export function fitToNetwork(text: string, hashtags: readonly string[], network: Network): FittedPost {
  const { body, tags } = withoutLastTags(text.toWellFormed().normalize('NFC').trim());
  const kept = withoutSurplusTags(body, network.hashtags.max);
  const appended = distinct([...tags, ...hashtags.map(asHashtag)], kept.tags)
    .slice(0, network.hashtags.max - kept.tags.length)
    .filter(roomFor(network));
  const tail = appended.length === 0 ? '' : (kept.body === '' ? '' : BETWEEN) + appended.join(' ');
  const cut = cutTo(kept.body, network.limit - textLength(tail, network.counting), network);
  const post = cut.text + tail;
  const all = distinct(
    cut.truncated ? [...hashtagsIn(cut.text), ...appended] : [...kept.tags, ...appended],
    [],
  );
  return {
    post,
    text: cut.text,
    hashtags: all,
    length: textLength(post, network.counting),
    limit: network.limit,
    truncated: cut.truncated,
    missingHashtags: Math.max(0, network.hashtags.min - all.length),
  };
}

/** `Spring Sale!` as `#SpringSale`; nothing when no letter is in it. */
function asHashtag(name: string): string {
  const words =
    name
      .toWellFormed()
      .normalize('NFC')
      .match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
  const [first = '', ...others] = words;
  const joined = first + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return joined.length <= LONGEST_HASHTAG && /\p{L}/u.test(joined) ? `#${joined}` : '';
}

/** Those not among the others, each once; capitals make no difference. */
function distinct(tags: readonly string[], others: readonly string[]): string[] {
  const seen = new Set(['', ...others.map((tag) => tag.toLowerCase())]);
  return tags.filter((tag) => {
    const isNew = !seen.has(tag.toLowerCase());
    seen.add(tag.toLowerCase());
    return isNew;
  });
}

/** Takes hashtags from the end of a text, where writers like to put them, in their order. */
function withoutLastTags(text: string): { body: string; tags: string[] } {
  const tags: string[] = [];
  let body = text;
  for (;;) {
    const word = body.slice(Math.max(body.lastIndexOf(' '), body.lastIndexOf('\n')) + 1);
    if (!WHOLE_TAG.test(word)) return { body, tags: tags.toReversed() };
    tags.push(`#${word.slice(1)}`);
    body = body.slice(0, body.length - word.length).trimEnd();
  }
}

/** Within sentences, the first `most` hashtags stay; a later one, or one said again, becomes a plain word. */
function withoutSurplusTags(text: string, most: number): { body: string; tags: string[] } {
  const tags: string[] = [];
  const body = addressesApart(text)
    .map(({ part, isAddress }) =>
      isAddress
        ? part
        : part.replace(TAG_IN_TEXT, (found) => {
            const tag = found.replace('＃', '#');
            if (tags.length >= most || distinct([tag], tags).length === 0) return tag.slice(1);
            tags.push(tag);
            return tag;
          }),
    )
    .join('');
  return { body, tags };
}

/** The hashtags that stand in a text, in their order; what follows a `#` in an address is none. */
export function hashtagsIn(text: string): string[] {
  return addressesApart(text).flatMap(({ part, isAddress }) =>
    isAddress ? [] : (part.match(TAG_IN_TEXT) ?? []),
  );
}

/** Hashtags may take at most half of a post. */
function roomFor({ limit, counting }: Network): (tag: string) => boolean {
  let left = limit / 2 - textLength(BETWEEN, counting);
  return (tag) => {
    const cost = textLength(` ${tag}`, counting);
    if (cost > left) return false;
    left -= cost;
    return true;
  };
}

function cutTo(text: string, room: number, { counting }: Network): { text: string; truncated: boolean } {
  if (textLength(text, counting) <= room) return { text, truncated: false };
  const units = textUnits(text, counting);
  for (let end = lastCut(units, room - textLength(ELLIPSIS, counting)); ; end--) {
    const kept = units.slice(0, end).map((unit) => unit.text);
    const cut = `${kept.join('').trimEnd()}${ELLIPSIS}`;
    // What is left of a word may itself read as an address, which counts for more.
    if (end <= 0 || textLength(cut, counting) <= room) return { text: cut, truncated: true };
  }
}

/** How many units to keep: as many as fit, back to the end of a word where that does not give up too much. */
function lastCut(units: readonly TextUnit[], room: number): number {
  let used = 0;
  let end = 0;
  while (end < units.length && used + (units[end]?.cost ?? 0) <= room) used += units[end++]?.cost ?? 0;
  let given = 0;
  for (let back = end; back > 0; back--) {
    if (units[back]?.kind === 'space' || units[back - 1]?.kind === 'url') return back;
    given += units[back - 1]?.cost ?? 0;
    if (given > used * MOST_GIVEN_UP) break;
  }
  return end;
}
