/** How many words in a row make one shingle. Three tell short posts apart and survive a changed word here and there. */
const WORDS_IN_A_ROW = 3;
/** In scripts without spaces between words each character counts as one. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{M}\p{N}]+?(?![\p{L}\p{M}\p{N}])/gu;

/** The sequences of words in a text, whatever its capitals, punctuation and lines. A text of fewer words is one sequence. */
export function shinglesOf(text: string): Set<string> {
  const words = text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
  if (words.length === 0) return new Set();
  const last = Math.max(0, words.length - WORDS_IN_A_ROW);
  return new Set(Array.from({ length: last + 1 }, (_, at) => words.slice(at, at + WORDS_IN_A_ROW).join(' ')));
}

/** The part of all shingles that both texts have, 0 to 1; nothing resembles an empty text. */
export function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  const both = [...small].filter((shingle) => large.has(shingle)).length;
  const all = one.size + other.size - both;
  return all === 0 ? 0 : both / all;
}
