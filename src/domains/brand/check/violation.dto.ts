/** What can be wrong with a text. A rule's id never changes. */
export const RULES = [
  'banned-phrase',
  'dont',
  'terminology',
  'required-phrase',
  'tone/exclamation-marks',
  'tone/capitals',
  'tone/emoji',
  'tone/contractions',
  'tone/full-forms',
  'tone/sentence-length',
  'tone/person',
  'tone/enthusiasm',
] as const;
export type RuleId = (typeof RULES)[number];

export type Severity = 'error' | 'warning' | 'notice';

/** One place where a text does not keep to the brand. */
export class Violation {
  /** Which rule. @example 'banned-phrase' */
  rule!: RuleId;
  /** `error`: not to be published like that; `warning`: against the brand; `notice`: worth a look. @example 'error' */
  severity!: Severity;
  /** Where it begins, in UTF-16 code units (as JavaScript counts), from 0. @example 14 */
  start!: number;
  /** Where it ends, exclusive. Something that is missing stands at the end of the text, with nothing found. @example 24 */
  end!: number;
  /** The text between `start` and `end`. @example 'Best-in-class' */
  found!: string;
  /** What to put in its place; an empty text to leave it out; null where that takes a writer. @example '' */
  replacement!: string | null;
  /** What to do, in a sentence. @example 'Leave this out.' */
  suggestion!: string;
}
