/** A lead that is on its way through a sequence. */
export interface SequenceLead {
  readonly leadId: string;
  readonly email: string;
  readonly consentWithdrawn: boolean;
  /** What a text may say about them. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What is asked of leads; each part that is given must hold. */
export interface LeadTraits {
  /** At least one of these tags. */
  readonly tags?: readonly string[] | undefined;
  readonly statuses?: readonly string[] | undefined;
  /** They have submitted this form. */
  readonly formId?: string | undefined;
}

/** What sequences must know of leads. */
export abstract class SequenceLeads {
  /** Those of the owner's among the ids that have an address. */
  abstract read(ownerId: string, leadIds: readonly string[]): Promise<SequenceLead[]>;

  /** Those of the owner's among the ids of which all traits hold. */
  abstract matching(
    ownerId: string,
    traits: LeadTraits,
    leadIds: readonly string[],
  ): Promise<ReadonlySet<string>>;

  /** From now on what may bring leads of the owner's to these traits is told, so that it is noticed when it happens. */
  abstract listen(ownerId: string, traits: LeadTraits): Promise<void>;

  /** Leads in at least one of the segments that have an address, in the order of their ids, behind `after`. */
  abstract inSegments(
    ownerId: string,
    segmentIds: readonly string[],
    after: string | null,
    limit: number,
  ): Promise<SequenceLead[]>;
}
