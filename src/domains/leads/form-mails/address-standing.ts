/** An address, and on whose behalf a mail would be sent there. */
export interface MailQuestion {
  /** Of the mail. */
  readonly id: string;
  readonly ownerId: string;
  readonly email: string;
}

/** What whoever sends mail knows of addresses. Declared here, implemented above, joined in `app.module.ts`. */
export abstract class AddressStanding {
  /**
   * The ids of those mails that must not be sent, whoever asks for them: the address is dead, has called mail spam, or its owner
   * wants none sent there. Who has only had enough of marketing may be asked anew.
   */
  abstract barred(questions: readonly MailQuestion[]): Promise<ReadonlySet<string>>;

  /** Whoever reads the mail of the address has agreed anew; belongs into the transaction in which that is proven. */
  abstract agreedAnew(ownerId: string, email: string): Promise<void>;
}
