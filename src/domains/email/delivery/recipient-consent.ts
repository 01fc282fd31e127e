/** Whom a message is for: an address of one owner, and the lead it was taken from, if any. */
export interface Addressee {
  /** The message. */
  readonly id: string;
  readonly ownerId: string;
  readonly leadId: string | null;
  readonly emailNorm: string;
}

/** Knows who has withdrawn consent. A port: who keeps consent implements it, `src/app.module.ts` joins them. */
export abstract class RecipientConsent {
  /** The ids of those that must not be written to, in one question however many owners they belong to. */
  abstract withdrawn(addressees: readonly Addressee[]): Promise<ReadonlySet<string>>;
}
