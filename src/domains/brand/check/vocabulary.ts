import type { BrandGuide, PreferredTerm } from '../guide/brand-guide.js';
import { capitalised, inCaseOf } from './case-of.js';
import { PhraseBook, type PhraseMatch } from './phrase-book.js';
import type { ReadText } from './read-text.js';
import type { Violation } from './violation.dto.js';
import { keyOf, wordsOf } from './words.js';

interface Forbidden {
  readonly rule: 'banned-phrase' | 'dont';
  /** What the brand says in its place; an empty text for nothing, null where that takes a writer. */
  readonly replacement: string | null;
  readonly suggestion: string;
}

/** Text between quotation marks; a straight single one counts only where it cannot be an apostrophe. */
const QUOTED =
  /"([^"]+)"|“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|‘([^‘’]+)’|`([^`]+)`|(?<![\p{L}\p{N}])'([^']+)'(?![\p{L}\p{N}])/gu;

/** The words a brand wants and does not want, ready to be found. */
export class Vocabulary {
  private readonly forbidden: PhraseBook<Forbidden>;
  private readonly avoided: PhraseBook<PreferredTerm>;
  /** What may be said although something to be avoided is in it. */
  private readonly kept: PhraseBook<true>;
  private readonly required: PhraseBook<string>;
  private readonly terms: PhraseBook<string>;
  private readonly ownWords: ReadonlySet<string>;

  constructor(private readonly guide: BrandGuide) {
    const { banned, donts, terminology, required } = guide;
    const avoided = terminology.flatMap((entry) =>
      entry.instead_of.map((phrase) => [phrase, entry] as const),
    );
    this.avoided = new PhraseBook(avoided);
    this.forbidden = new PhraseBook([
      ...banned.map((phrase) => [phrase, ofBanned(this.avoided.meaningOf(phrase)?.term)] as const),
      ...donts.flatMap((dont) => quotedIn(dont).map((phrase) => [phrase, ofDont(dont)] as const)),
    ]);
    const terms = [...terminology.map(({ term }) => term), ...(guide.name === null ? [] : [guide.name])];
    this.terms = new PhraseBook(terms.map((term) => [term, term] as const));
    this.required = new PhraseBook(required.map((phrase) => [phrase, phrase] as const));
    this.kept = new PhraseBook([...terms, ...required].map((phrase) => [phrase, true] as const));
    this.ownWords = new Set([...terms, ...required].flatMap((text) => wordsOf(text).map(({ key }) => key)));
  }

  violations(read: ReadText): Violation[] {
    const forbidden = this.forbidden.find(read.words);
    return [
      ...forbidden.map(({ meaning, start, end }): Violation => {
        const found = read.text.slice(start, end);
        const replacement = meaning.replacement && inCaseOf(found, meaning.replacement);
        return { ...meaning, severity: 'error', start, end, found, replacement };
      }),
      ...this.avoidedIn(read, forbidden),
      ...this.missingIn(read),
    ];
  }

  /** The names and preferred terms that a text uses, as the brand writes them. */
  termsIn({ words }: ReadText): string[] {
    return [...this.terms.mentioned(words)];
  }

  /** How often a text uses them. */
  countTerms({ words }: ReadText): number {
    return this.terms.find(words).length;
  }

  /** Whether a word, by its key, belongs to the brand, which may write it as it likes. */
  owns(key: string): boolean {
    return this.ownWords.has(key);
  }

  private avoidedIn({ words, text }: ReadText, forbidden: readonly PhraseMatch<unknown>[]): Violation[] {
    const allowed = outside(outside(this.avoided.find(words), forbidden), this.kept.find(words), 'longer');
    return allowed.flatMap(({ meaning: { term }, start, end }): Violation[] => {
      const found = text.slice(start, end);
      if (found === term || found === capitalised(term)) return [];
      const replacement = inCaseOf(found, term);
      const suggestion = `Write “${replacement}”.`;
      return [{ rule: 'terminology', severity: 'warning', start, end, found, replacement, suggestion }];
    });
  }

  private missingIn({ words, text }: ReadText): Violation[] {
    const said = this.required.mentioned(words);
    const saidKeys = new Set([...said].map(keyOf));
    return this.guide.required
      .filter((phrase) => !saidKeys.has(keyOf(phrase)))
      .map((phrase): Violation => {
        const at = { start: text.length, end: text.length, found: '' };
        const suggestion = `Say “${phrase}” somewhere.`;
        return { rule: 'required-phrase', severity: 'error', ...at, replacement: phrase, suggestion };
      });
  }
}

function ofBanned(instead: string | undefined): Forbidden {
  if (instead === undefined) return { rule: 'banned-phrase', replacement: '', suggestion: 'Leave this out.' };
  return { rule: 'banned-phrase', replacement: instead, suggestion: `Write “${instead}”.` };
}

function ofDont(dont: string): Forbidden {
  return { rule: 'dont', replacement: null, suggestion: `Your brand says: ${dont}` };
}

/** The phrases that a don't names in quotation marks: of what it says, they alone can be found. */
export function quotedIn(dont: string): string[] {
  return [...dont.matchAll(QUOTED)].map(([, ...texts]) => texts.find((text) => text !== undefined) ?? '');
}

/** The matches that none of `covers` holds; `longer` ones only, where one of the same place does not count. */
function outside<Meaning>(
  matches: readonly PhraseMatch<Meaning>[],
  covers: readonly PhraseMatch<unknown>[],
  which: 'any' | 'longer' = 'any',
): PhraseMatch<Meaning>[] {
  let at = 0;
  return matches.filter(({ start, end }) => {
    while (at < covers.length && covers[at]!.end < end) at++;
    const cover = covers[at];
    if (!cover || cover.start > start) return true;
    return which === 'longer' && cover.start === start && cover.end === end;
  });
}
