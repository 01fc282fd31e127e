/** What whoever sends mail knows of addresses. Declared here, implemented above, joined in `app.module.ts`. */
export abstract class DeadAddresses {
  /** Those of the addresses that somebody knows to be dead, or to have called mail spam. */
  abstract among(addresses: readonly string[]): Promise<ReadonlySet<string>>;
}
