import type { Criterion } from '../rubrics/rubric.js';
import type { CriterionFinding, QuoteSource } from './judgement.js';
import type { ModelVerdicts } from './qualify.prompt.js';

/** A source as a model is shown it. */
export interface ShownSource extends QuoteSource {
  /** How it is called towards the model. @example 's1' */
  readonly name: string;
  readonly text: string;
}

const SHORTEST_QUOTE = 8;
const LONGEST_SOURCE = 8_000;
const LONGEST_TOGETHER = 30_000;
/** What nobody sees is not shown to a model either, so it stands in no quote. */
const INVISIBLE = /\p{Cf}/gu;

/** What of the texts a model is shown, each under a name of ours; those that come last give way. */
export function shownSources(texts: readonly (QuoteSource & { readonly text: string })[]): ShownSource[] {
  const shown: ShownSource[] = [];
  let left = LONGEST_TOGETHER;
  for (const source of texts) {
    const text = source.text.replace(INVISIBLE, '').trim().slice(0, Math.min(LONGEST_SOURCE, left));
    if (text === '') continue;
    left -= text.length;
    shown.push({ ...source, text, name: `s${shown.length + 1}` });
  }
  return shown;
}

/** What a model's answer comes to: a verdict counts only with a quote that stands, letter by letter, in the source it names. */
export function checkedVerdicts(
  criteria: readonly Criterion[],
  { verdicts }: ModelVerdicts,
  sources: readonly ShownSource[],
): CriterionFinding[] {
  return criteria.map((criterion) => {
    const said = verdicts.find((one) => one.criterion === criterion.key);
    const source = said && sources.find(({ name }) => name === said.source);
    const quote = said?.quote.trim() ?? '';
    const isFound = source !== undefined && quote.length >= SHORTEST_QUOTE && source.text.includes(quote);
    if (!said || said.verdict === 'unknown' || !isFound) return undecided(criterion);
    const { kind, ref } = source;
    return { criterion, verdict: said.verdict, by: 'model', evidence: [], quote, source: { kind, ref } };
  });
}

export function undecided(criterion: Criterion): CriterionFinding {
  return { criterion, verdict: 'unknown', by: null, evidence: [], quote: null, source: null };
}
