import type { Filter } from '../filters/filter.js';

/**
 * Which leads are meant. Each part that is given narrows the audience; an empty list means nobody, so that a list that
 * lost its entries on the way never turns into everybody.
 */
export interface AudienceFilter {
  leadIds?: readonly string[] | undefined;
  /** Leads in at least one of the segments. */
  segmentIds?: readonly string[] | undefined;
  formIds?: readonly string[] | undefined;
  /** Leads with at least one of the tags. */
  tags?: readonly string[] | undefined;
  statuses?: readonly string[] | undefined;
  minScore?: number | undefined;
  sources?: readonly string[] | undefined;
  /** Leads that a filter means. */
  filter?: Filter | undefined;
}

/** A lead that is meant, and what a text may say about them. */
export interface AudienceMember {
  leadId: string;
  email: string;
  /** Never to be written to. */
  consentWithdrawn: boolean;
  /** Merge fields: the lead's own words, its custom fields under their keys, and all of those again under `custom`. */
  merge: Record<string, unknown>;
}

/** Somebody whose consent is asked for: by the lead they are, and by the address that is about to be used. */
export interface ConsentQuestion {
  id: string;
  ownerId: string;
  leadId: string | null;
  emailNorm: string;
}
