/** Whom a message is for: an address of one owner, and the lead it was taken from, if any. */
export interface Addressee {
  /** The message. */
  readonly id: string;
  readonly ownerId: string;
  readonly leadId: string | null;
  readonly emailNorm: string;
}

/** Why somebody must not be written to: they have withdrawn consent, or the lead they were taken from was deleted since. */
export type Bar = 'withdrawn' | 'deleted';

/** Knows who may be written to still. A port: who keeps leads and consent implements it, `src/app.module.ts` joins them. */
export abstract class RecipientConsent {
  /** The ids of those that must not be written to, and why, in one question however many owners they belong to. */
  abstract barred(addressees: readonly Addressee[]): Promise<ReadonlyMap<string, Bar>>;
}
