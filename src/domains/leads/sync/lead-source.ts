/** What is asked of a source: the owner's leads, page by page, of those only what has changed since the moment. */
export interface LeadQuestion {
  readonly ownerId: string;
  /** ISO 8601; null for all leads. */
  readonly since: string | null;
  /** What the page before has named; null for the first. */
  readonly cursor: string | null;
}

export interface LeadPage {
  /** Each as the source knows it: an object from names of fields to values. */
  readonly leads: readonly unknown[];
  /** By what the next page is asked for; null behind the last. */
  readonly next: string | null;
}

/** Something outside that knows leads of our owners. */
export abstract class LeadSource {
  /** As answers and leads name it: `rest`. */
  abstract readonly name: string;
  /** Whether it is connected. */
  abstract readonly isReady: boolean;

  /** Throws an error that says what is wrong, and by which setting that is put right. */
  abstract page(question: LeadQuestion): Promise<LeadPage>;
}

/** Every source there is, in the order in which they are asked. */
export const LEAD_SOURCES = Symbol('LeadSources');
