/** Words that say nothing of the subject. */
const STOPWORDS = new Set(
  'a an and are as at be by can do does for from how i in is it my of on or that the this to vs what when where which who why with you your'.split(
    ' ',
  ),
);
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });

/** The words of a keyword, cut at their endings, without those that say nothing; scripts without blanks are cut into words, too. */
export function wordSet(keyword: string): ReadonlySet<string> {
  const words = [...WORDS.segment(keyword)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
  const telling = words.filter((word) => !STOPWORDS.has(word));
  return new Set((telling.length > 0 ? telling : words).map(stem));
}

/**
 * Makes one of the common English forms of a word: plurals and -ing, with the consonant that -ing has doubled. It is not a
 * language's stemmer: it only has to do the same to the same word.
 */
function stem(word: string): string {
  if (!/^[a-z']{4,}$/.test(word)) return word;
  const own = word.replace(/'s?$/, '');
  if (own.endsWith('ies') && own.length > 4) return `${own.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|z)es$/.test(own)) return own.slice(0, -2);
  if (/[^siu]s$/.test(own)) return own.slice(0, -1);
  const [, rest] = /^(.*[aeiouy].*)ing$/.exec(own) ?? [];
  if (rest === undefined || rest.length < 3) return own;
  return /([bdfgmnprt])\1$/.test(rest) ? rest.slice(0, -1) : rest;
}

/** What two sets share of all they hold together, 0 to 1 (Jaccard). */
export function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of one) if (other.has(word)) shared += 1;
  return shared === 0 ? 0 : shared / (one.size + other.size - shared);
}
