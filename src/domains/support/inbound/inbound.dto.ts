/** What became of a mail that was handed in. */
export class InboundReceipt {
  /**
   * `ticket`: it began one. `reply`: it was added to one. `noted`: a machine wrote it, and the desk sees it on its ticket.
   * `ignored`: nothing was kept of it, and nothing will be.
   */
  outcome!: 'ticket' | 'reply' | 'noted' | 'ignored';
  /** Why it was ignored, noted, or flagged. @example 'auto-submitted' */
  reason!: string | null;
  ticket_id!: string | null;
}
