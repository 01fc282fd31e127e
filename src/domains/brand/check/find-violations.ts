import type { BrandGuide } from '../guide/brand-guide.js';
import { type ReadText, readText } from './read-text.js';
import { toneViolations } from './tone.js';
import { RULES, type Violation } from './violation.dto.js';
import { Vocabulary } from './vocabulary.js';

/** Guides do not change, so what has been made ready for one serves all texts that are held against it. */
const VOCABULARIES = new WeakMap<BrandGuide, Vocabulary>();

/**
 * Where a text does not keep to a brand, in the order of the text. No model is asked: the same text and guide always
 * have the same violations, whatever the text says of itself. Takes time in proportion to the text.
 */
export function findViolations(guide: BrandGuide, text: string): Violation[] {
  return violationsIn(guide, readText(text));
}

export function violationsIn(guide: BrandGuide, read: ReadText): Violation[] {
  const vocabulary = vocabularyOf(guide);
  const tone = toneViolations(read, guide.tones, (key) => vocabulary.owns(key));
  return [...vocabulary.violations(read), ...tone].sort(
    (one, other) =>
      one.start - other.start || one.end - other.end || RULES.indexOf(one.rule) - RULES.indexOf(other.rule),
  );
}

export function vocabularyOf(guide: BrandGuide): Vocabulary {
  const known = VOCABULARIES.get(guide) ?? new Vocabulary(guide);
  VOCABULARIES.set(guide, known);
  return known;
}
