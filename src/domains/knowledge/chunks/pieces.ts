const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
const WORDS = new Intl.Segmenter('en', { granularity: 'word' });
const OVERLAP_WORDS = 20;
/** Twenty words are rarely longer; text without word breaks must not fill the next chunk. */
const OVERLAP_AT_MOST = 250;
/** Not worth looking for sentences in. */
const SHORT_LINE = 100;
/** A line is segmented in stretches of this length, so that one endless line is not held twice. */
const STRETCH = 20_000;

/** A part of a text from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The sentences of a text in their order, without the space around them; one longer than `limit` comes in parts that break
 * between words, or, in an endless word, between characters. Everything that is not space is in exactly one of them.
 */
export function* piecesOf(text: string, limit: number): Generator<Span> {
  for (const line of stretchesOf(text)) {
    if (line.end - line.start <= SHORT_LINE) {
      yield* partsOf(text, line, limit);
      continue;
    }
    for (const { index, segment } of SENTENCES.segment(text.slice(line.start, line.end))) {
      const start = line.start + index;
      yield* partsOf(text, { start, end: start + segment.length }, limit);
    }
  }
}

/** Where the last 20 words before `end` begin, not before `from`. */
export function overlapStart(text: string, from: number, end: number): number {
  const begin = Math.max(from, end - OVERLAP_AT_MOST);
  const starts = [...WORDS.segment(text.slice(begin, end))].filter(({ isWordLike }) => isWordLike);
  // What was cut off at the beginning is no whole word.
  const whole = begin > from && !/\s/.test(text[begin - 1] ?? '') ? starts.slice(1) : starts;
  const first = whole.at(-OVERLAP_WORDS);
  return first ? begin + first.index : end;
}

/** Lines, and endless lines in stretches that end at a space where there is one. */
function* stretchesOf(text: string): Generator<Span> {
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    while (end - start > STRETCH) {
      const stop = breakBefore(text, start, start + STRETCH);
      yield { start, end: stop };
      start = stop;
    }
    const line = trimmed(text, start, end);
    if (line) yield line;
    start = end;
  }
}

function* partsOf(text: string, { start, end }: Span, limit: number): Generator<Span> {
  while (end - start > limit) {
    const stop = breakBefore(text, start, start + limit);
    const part = trimmed(text, start, stop);
    if (part) yield part;
    start = stop;
  }
  const rest = trimmed(text, start, end);
  if (rest) yield rest;
}

/** The last place at or before `end` where a text may be broken: behind a space, else between two characters. */
function breakBefore(text: string, start: number, end: number): number {
  for (let at = end; at > start + (end - start) / 2; at--) if (/\s/.test(text[at - 1] ?? '')) return at;
  const unit = text.charCodeAt(end - 1);
  const splitsPair = unit >= 0xd800 && unit <= 0xdbff;
  return splitsPair && end - 1 > start ? end - 1 : end;
}

function trimmed(text: string, from: number, to: number): Span | null {
  let [start, end] = [from, to];
  while (start < end && /\s/.test(text[start] ?? '')) start++;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end--;
  return start < end ? { start, end } : null;
}
