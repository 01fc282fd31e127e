import type { Lead } from '../lead.answers.dto.js';

/** Something that is said of a lead. */
export interface FoundField {
  /** A column of the lead, `custom.` with the key of a defined custom field, or a name of its own for what has no column. */
  readonly field: string;
  readonly value: unknown;
  /** 0 to 1; null where nothing can be said of it. */
  readonly confidence: number | null;
  /** What it was read from, in a few words. */
  readonly source: string;
}

/** What came of one question. */
export interface Finding {
  readonly fields: readonly FoundField[];
  /** US dollars times a million. */
  readonly costMicros: number;
  /** Whether the answer holds for a time; one that does not is asked for anew. */
  readonly isLasting: boolean;
}

export interface EnrichmentQuestion {
  readonly ownerId: string;
  readonly lead: Lead;
  readonly signal: AbortSignal;
}

/** Somebody who knows something of leads. Adding one is a class and a word in `enrichment.parts.ts`. */
export interface EnrichmentProvider {
  /** The name by which it is asked for, and under which it stands beside what it said. */
  readonly name: string;
  readonly does: string;
  /** The fields it can say something of. */
  readonly gives: readonly string[];
  /** What one question costs, in US dollars times a million; null where that is known only afterwards. */
  readonly costMicros: number | null;
  /** Whether a language model answers: without one it is skipped, also where it was asked for by name. */
  readonly isModel: boolean;
  /** The setting that is missing for this owner; null when it can be asked. */
  missing(ownerId: string): Promise<string | null>;
  /** What it would be asked of this lead: the same words mean the same answer. Null when there is nothing to ask by. */
  wordsFor(lead: Lead): string | null;
  /** Throws errors of `enrichment.errors.ts`, or those of the room that is asked. */
  ask(question: EnrichmentQuestion): Promise<Finding>;
}

export const ENRICHMENT_PROVIDERS = Symbol('EnrichmentProviders');
