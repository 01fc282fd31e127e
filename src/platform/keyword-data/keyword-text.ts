const LONGEST_KEYWORD = 80;
const MOST_WORDS = 10;

/** What no search engine counts searches with; providers refuse a whole request for one of these. */
const UNSEARCHABLE = /[,!@%^()={}[\];~`<>?\\|"“”„«»―\p{Cc}\p{Co}\p{Cs}]/gu;
/** Soft hyphens, joiners and marks of direction: they are inside words and not seen. */
const INVISIBLE = /\p{Cf}/gu;

/** One spelling per keyword: compatibility forms made plain, lower case, single blanks, no signs that are not searched for. */
export function normaliseKeyword(text: string): string {
  const searched = text.normalize('NFKC').toLowerCase().replace(INVISIBLE, '').replace(UNSEARCHABLE, ' ');
  return searched.replace(/\s+/gu, ' ').trim();
}

/** Whether searches for the text can be counted: 1 to 80 characters and 10 words, a letter or digit among them. */
export function isKeyword(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > LONGEST_KEYWORD) return false;
  const keyword = normaliseKeyword(text);
  return (
    /[\p{L}\p{N}]/u.test(keyword) &&
    keyword.length <= LONGEST_KEYWORD &&
    wordsOf(keyword).length <= MOST_WORDS
  );
}

export function wordsOf(keyword: string): string[] {
  return keyword.split(' ').filter((word) => word !== '');
}
