import type { MergeFields } from '../templates/merge-fields.js';
import type { Addressee } from './recipient-consent.js';

/** One message in the hands of one worker. `attempt` is the fence: a worker with an older one can change nothing. */
export interface OutgoingMessage extends Addressee {
  readonly attempt: number;
  readonly mailingId: string;
  readonly email: string;
  readonly merge: MergeFields;
  readonly refusals: number;
}

export type Fence = Pick<OutgoingMessage, 'id' | 'attempt'>;

/** What became of an attempt. */
export interface Outcome extends Fence {
  readonly state: 'sent' | 'failed' | 'unknown' | 'queued';
  readonly response: string;
  readonly smtpCode?: number;
  /** Seconds until the next attempt of a queued one. */
  readonly dueIn?: number;
  /** The server refused for now; counted. */
  readonly refused?: boolean;
  /** The address does not exist or never will take mail: suppressed. */
  readonly bounced?: boolean;
}
