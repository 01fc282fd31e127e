/** What a sentence of a call speaks of. */
export type TranscriptTopic = 'need' | 'budget' | 'date' | 'decision';

/** A sentence of the transcript, word for word. */
export interface TranscriptQuote {
  readonly topic: TranscriptTopic;
  readonly text: string;
  /** Where it begins, in characters of the transcript. */
  readonly offset: number;
}

const SHORTEST = 15;
const LONGEST = 400;
const MOST_SENTENCES = 5_000;
const MOST_PER_TOPIC: Readonly<Record<TranscriptTopic, number>> = {
  need: 5,
  budget: 2,
  date: 3,
  decision: 3,
};

/** In this order: a sentence is counted under the first that fits. English words; sums and dates in any language. */
const TOPICS: readonly [TranscriptTopic, RegExp][] = [
  [
    'decision',
    /\b(?:we(?:'ve| have)? (?:agreed|decided)|(?:it's|that's|is) (?:agreed|decided|settled)|let's go (?:with|for|ahead)|we(?:'ll| will) go with|sign(?:ed)? off|approved|final decision|next step)\b/i,
  ],
  [
    'budget',
    /\b(?:budget|afford|spend(?:ing)?|price range|cost us)\b|[$€£¥₹]\s?\d|\d[\d.,]*\s?(?:[$€£¥₹]|[kK]\b|(?:USD|EUR|GBP|CHF|JPY|dollars|euros?|pounds|francs)\b)/,
  ],
  [
    'date',
    /\b(?:deadline|launch(?:es)? (?:in|on|by)|go live|by (?:the end|next|mid|early|late)|before (?:the end|christmas|summer)|(?:next|this) (?:week|month|quarter|year|spring|summer|autumn|fall|winter)|q[1-4]\b|\d{1,2} (?:days|weeks|months))\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b/i,
  ],
  [
    'need',
    /\b(?:we|i|they|our (?:team|customers|clients|company|site|website|shop)) (?:really |also |still |just )?(?:need|want|would like|require|must|have to|struggle|lack|miss)\b|\b(?:looking for|the (?:main |biggest )?(?:problem|challenge|issue|goal|priority)|our (?:main |biggest )?(?:problem|challenge|issue|goal|priority)|important (?:to|for) us|is missing|doesn't work|does not work|is broken|pain point)\b/i,
  ],
];

/** `[00:12:03] Ada Okafor:` before what somebody said. */
const SPEAKER =
  /^\s*(?:[[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*[-–]?\s*)?(?:\p{Lu}[\p{L}.'’-]*(?:\s\p{L}[\p{L}.'’-]*){0,3}(?:\s?\([^)\n]{1,40}\))?\s*:\s+)?/u;

/**
 * The sentences that speak of needs, budget, dates and decisions, in the order in which they were said: a few of each,
 * none twice, no questions. Nothing is understood or rewritten here.
 */
export function quotesOf(transcript: string): TranscriptQuote[] {
  const left = { ...MOST_PER_TOPIC };
  const said = new Set<string>();
  const quotes: TranscriptQuote[] = [];
  for (const { text, offset } of sentencesOf(transcript)) {
    const topic = topicOf(text);
    if (topic === undefined || left[topic] === 0 || said.has(text.toLowerCase())) continue;
    left[topic]--;
    said.add(text.toLowerCase());
    quotes.push({ topic, text, offset });
  }
  return quotes;
}

function topicOf(sentence: string): TranscriptTopic | undefined {
  if (sentence.length < SHORTEST || sentence.length > LONGEST || sentence.endsWith('?')) return undefined;
  return TOPICS.find(([, words]) => words.test(sentence))?.[0];
}

function* sentencesOf(transcript: string): Generator<{ text: string; offset: number }> {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  let seen = 0;
  let lineStart = 0;
  for (const line of transcript.split('\n')) {
    const spoken = SPEAKER.exec(line)?.[0].length ?? 0;
    for (const { segment, index } of segmenter.segment(line.slice(spoken))) {
      if (++seen > MOST_SENTENCES) return;
      const text = segment.trim();
      yield { text, offset: lineStart + spoken + index + segment.indexOf(text) };
    }
    lineStart += line.length + 1;
  }
}
