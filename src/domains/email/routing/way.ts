import type { MailChannel } from '#platform/channels/mail-channel';
import type { Limits } from '../limits/allowances.js';
import type { MailRest } from '../delivery/mail-rest.js';

/** For how long a process believes what it has read of an owner's transports, rules and identities. */
export const OWNERS_WORD_KEPT_MS = 10_000;

/** One transport that a mail may go by. */
export interface Way {
  /** Of the transport; `platform` and what begins so is ours. */
  readonly id: string;
  readonly channel: MailChannel;
  readonly rest: MailRest;
  /** Undefined where nothing limits it. */
  readonly limits: Limits | undefined;
}

export interface Ways {
  /** In the order in which they are tried. */
  readonly ways: readonly Way[];
  /** Another recipient of the same mailing might go another way. */
  readonly byRecipient: boolean;
}
