/** English contractions and what they stand for; those that may stand for two things are left out. */
export const CONTRACTIONS: readonly (readonly [contraction: string, full: string])[] = [
  ["aren't", 'are not'],
  ["can't", 'cannot'],
  ["couldn't", 'could not'],
  ["didn't", 'did not'],
  ["doesn't", 'does not'],
  ["don't", 'do not'],
  ["hadn't", 'had not'],
  ["hasn't", 'has not'],
  ["haven't", 'have not'],
  ["isn't", 'is not'],
  ["mustn't", 'must not'],
  ["needn't", 'need not'],
  ["shouldn't", 'should not'],
  ["wasn't", 'was not'],
  ["weren't", 'were not'],
  ["won't", 'will not'],
  ["wouldn't", 'would not'],
  ["I'm", 'I am'],
  ["I've", 'I have'],
  ["I'll", 'I will'],
  ["you're", 'you are'],
  ["you've", 'you have'],
  ["you'll", 'you will'],
  ["we're", 'we are'],
  ["we've", 'we have'],
  ["we'll", 'we will'],
  ["they're", 'they are'],
  ["they've", 'they have'],
  ["they'll", 'they will'],
  ["it'll", 'it will'],
  ["that'll", 'that will'],
  ["let's", 'let us'],
];

/** Negations can be contracted wherever they stand; “I am” cannot, as the last words of a sentence. */
export const NEGATIONS = CONTRACTIONS.filter(([contraction]) => contraction.endsWith("n't"));

/** Words that hardly any English sentence does without, and few other languages have. */
const TELLING = new Set([
  'the',
  'and',
  'of',
  'to',
  'with',
  'for',
  'you',
  'your',
  'we',
  'our',
  'is',
  'are',
  'that',
  'this',
]);

/** Whether words look English: one in twelve at least is one of the most common. */
export function looksEnglish(keys: readonly string[]): boolean {
  return keys.length > 0 && keys.filter((key) => TELLING.has(key)).length * 12 >= keys.length;
}
