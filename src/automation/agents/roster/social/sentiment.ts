export const SENTIMENTS = ['positive', 'negative', 'neutral'] as const;
export type Sentiment = (typeof SENTIMENTS)[number];

const POSITIVE = new Set(
  (
    'amazing awesome beautiful best brilliant congrats congratulations cool delicious delighted excellent fantastic fun glad ' +
    'good great happy helpful impressed incredible like liked love loved lovely nice perfect pleased recommend super thank ' +
    'thanks thrilled useful wonderful wow'
  ).split(' '),
);
const NEGATIVE = new Set(
  (
    'angry annoyed annoying awful bad broke broken bug cancel complaint damaged delayed disappointed disappointing disgusting ' +
    'error fail failed fraud frustrated frustrating garbage hate horrible issue late missing never poor problem refund rude ' +
    'scam slow terrible ugly unacceptable unhappy upset useless waste worse worst wrong'
  ).split(' '),
);
const TURNING = new Set(
  'not no never isnt wasnt arent dont doesnt didnt cant couldnt wont wouldnt hardly'.split(' '),
);
const REACH_OF_A_TURN = 3;

/** The mood of an English text by the words in it; `not` and the like turn a word that follows within three. */
export function sentimentOf(text: string): Sentiment {
  const words = text
    .toLowerCase()
    .replace(/['’]/g, '')
    .match(/\p{L}+/gu);
  let balance = 0;
  (words ?? []).forEach((word, at, all) => {
    const value = POSITIVE.has(word) ? 1 : NEGATIVE.has(word) ? -1 : 0;
    const isTurned = all.slice(Math.max(0, at - REACH_OF_A_TURN), at).some((before) => TURNING.has(before));
    balance += isTurned ? -value : value;
  });
  return balance > 0 ? 'positive' : balance < 0 ? 'negative' : 'neutral';
}

const THANKS: Record<Sentiment, string> = {
  positive: 'Thank you for your kind words! They mean a lot to us.',
  negative:
    'Thank you for telling us, and we are sorry. Please send us a private message with the details so that we can look into it.',
  neutral: 'Thank you for your message!',
};

/** What can be answered to anybody, whatever they said. */
export function thankYou(sentiment: Sentiment): string {
  return THANKS[sentiment];
}
