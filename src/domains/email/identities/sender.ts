import type { DkimKey, Mailbox } from '#platform/channels/mail-channel';
import type { Limits } from '../limits/allowances.js';

/** As whom a mail is sent. */
export interface Sender {
  readonly from: Mailbox;
  readonly replyTo: string | undefined;
  readonly dkim: DkimKey | undefined;
  /** The name that links in it go by, where it is not ours. */
  readonly trackingDomain: string | undefined;
  /** Undefined where nothing limits it. */
  readonly limits: Limits | undefined;
}
