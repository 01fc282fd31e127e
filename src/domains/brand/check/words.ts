/** A word or a sign of a text: how it is compared, and where it stands in UTF-16 code units. */
export interface Word {
  /** A `letter` is one of a script without spaces, which stands for a word because nobody can tell where one ends. */
  readonly kind: 'word' | 'letter' | 'sign';
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** Scripts that put no spaces between words: each of their characters is taken for a word. */
const UNSPACED = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => String.raw`\p{Script=${script}}`)
  .join('');

/** What is not prose: addresses of pages and mail, handles, merge fields, tags. */
const OPAQUE = [
  String.raw`(?:https?:\/\/|www\.)[^\s<>"]+`,
  String.raw`[\w.+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+`,
  String.raw`@[\p{L}\p{N}_.]+`,
  String.raw`\{\{[^\{\}]*\}\}`,
  String.raw`\{%[^\{\}]*%\}`,
  String.raw`<[a-z!\/][^<>]*>`,
].join('|');
const LETTER = String.raw`[${UNSPACED}]\p{M}*`;
const WORD = String.raw`[[\p{L}\p{N}]--[${UNSPACED}]][[\p{L}\p{N}\p{M}\p{Cf}]--[${UNSPACED}]]*`;
const SIGN = String.raw`[^\s\p{Pd}\p{Cf}\p{M}\u2212]\p{M}*`;

/** No branch can read on past a bounded look, or what it has read, so the time grows with the text and no faster. */
const PIECES = new RegExp(`(${OPAQUE})|(${LETTER})|(${WORD})|${SIGN}`, 'giv');

/** The accents of Latin, Greek and Cyrillic; marks of other scripts make another letter. */
const ACCENTS_AND_INVISIBLE = /[\u0300-\u036f]|\p{Cf}/gu;
const ASCII = /^[\u0000-\u007f]*$/;
const MARKS = /\p{M}/gu;
const ALIKE: Record<string, string> = { '’': "'", '‘': "'", ʼ: "'", '“': '"', '”': '"', '„': '"' };

/**
 * The words and signs of a text in their order. Spaces and hyphens only part them, and case, accents and invisible
 * characters make no difference to their keys: “State‑of‑the‑Art” and “state of the art” have the same.
 */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(PIECES)) {
    const [piece, opaque, letter, word] = match;
    if (opaque !== undefined) continue;
    const kind = word !== undefined ? 'word' : letter !== undefined ? 'letter' : 'sign';
    const key = kind === 'sign' ? signKey(piece) : folded(piece);
    words.push({ kind, key, start: match.index, end: match.index + piece.length });
  }
  return words;
}

/** The text as it is compared. */
export function keyOf(text: string): string {
  return wordsOf(text)
    .map(({ key }) => key)
    .join(' ');
}

function signKey(sign: string): string {
  return ALIKE[sign] ?? (sign.length === 1 ? sign : sign.replace(MARKS, ''));
}

/** By way of capitals, which know no ß and no ς. */
function folded(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase();
  return word.normalize('NFKD').replace(ACCENTS_AND_INVISIBLE, '').toUpperCase().toLowerCase();
}
