import { type Word, wordsOf } from './words.js';

/** Where a phrase of a book stands in a text. */
export interface PhraseMatch<Meaning> {
  readonly meaning: Meaning;
  readonly start: number;
  readonly end: number;
}

interface Branch<Meaning> {
  readonly next: Map<string, Branch<Meaning>>;
  meaning?: Meaning;
}

/** More words are no phrase, but would let a lookup take long. */
export const WORDS_PER_PHRASE = 40;

/** Phrases, each with what it means, found in a text all at once: a tree of words, walked from each word of the text. */
export class PhraseBook<Meaning> {
  private readonly root: Branch<Meaning> = { next: new Map() };

  /** Of phrases that are compared alike, the first counts. */
  constructor(entries: Iterable<readonly [phrase: string, meaning: Meaning]>) {
    for (const [phrase, meaning] of entries) {
      const words = wordsOf(phrase);
      if (words.length === 0 || words.length > WORDS_PER_PHRASE) continue;
      let branch = this.root;
      for (const { key } of words) {
        const known = branch.next.get(key) ?? { next: new Map() };
        branch.next.set(key, known);
        branch = known;
      }
      branch.meaning ??= meaning;
    }
  }

  /** What a phrase of the book means. */
  meaningOf(phrase: string): Meaning | undefined {
    let branch: Branch<Meaning> | undefined = this.root;
    for (const { key } of wordsOf(phrase)) branch = branch?.next.get(key);
    return branch?.meaning;
  }

  /** Where phrases stand, in the order of the text: the longest from each word, but none inside another. */
  find(words: readonly Word[]): PhraseMatch<Meaning>[] {
    const found: PhraseMatch<Meaning>[] = [];
    let covered = 0;
    for (let from = 0; from < words.length; from++) {
      let match: PhraseMatch<Meaning> | undefined;
      this.walk(words, from, (meaning, { end }) => (match = { meaning, start: words[from]!.start, end }));
      if (!match || match.end <= covered) continue;
      covered = match.end;
      found.push(match);
    }
    return found;
  }

  /** What is meant by the phrases that occur, also inside others. */
  mentioned(words: readonly Word[]): Set<Meaning> {
    const meanings = new Set<Meaning>();
    for (let from = 0; from < words.length; from++)
      this.walk(words, from, (meaning) => meanings.add(meaning));
    return meanings;
  }

  /** Tells every phrase that begins with the given word, shorter ones first. */
  private walk(words: readonly Word[], from: number, tell: (meaning: Meaning, last: Word) => void): void {
    let branch: Branch<Meaning> | undefined = this.root;
    for (let at = from; at < words.length; at++) {
      branch = branch.next.get(words[at]!.key);
      if (!branch) return;
      if (branch.meaning !== undefined && standsAlone(words, at)) tell(branch.meaning, words[at]!);
    }
  }
}

/** “can” is not in “can’t”. */
function standsAlone(words: readonly Word[], to: number): boolean {
  const [last, apostrophe, letter] = [words[to]!, words[to + 1], words[to + 2]];
  return !(
    apostrophe?.key === "'" &&
    apostrophe.start === last.end &&
    letter?.key === 't' &&
    letter.start === apostrophe.end
  );
}
