import type { Counting } from '../mail-settings.js';
import type { MergeFields } from '../templates/merge-fields.js';
import type { Addressee } from './recipient-consent.js';

/** One message in the hands of one worker. `attempt` is the fence: a worker with an older one can change nothing. */
export interface OutgoingMessage extends Addressee {
  readonly attempt: number;
  readonly mailingId: string;
  /** The recipient has asked for it: withdrawn consent to marketing does not hold it back. */
  readonly transactional: boolean;
  /** The revision of a standing mailing, or the variant of an experiment, that it is made from. */
  readonly contentId: string | null;
  /** As its mailing says when it is taken up: what a standing one says may have changed since it was posted. */
  readonly counting: Counting;
  readonly email: string;
  readonly merge: MergeFields;
  readonly refusals: number;
}

export type Fence = Pick<OutgoingMessage, 'id' | 'attempt'>;

/** What became of an attempt. */
export interface Outcome extends Fence {
  readonly state: 'sent' | 'failed' | 'unknown' | 'queued';
  readonly response: string;
  /** By which transport it left, and how its events name it. */
  readonly transport?: string;
  readonly providerId?: string;
  readonly smtpCode?: number;
  /** Seconds until the next attempt of a queued one. */
  readonly dueIn?: number;
  /** The server refused for now; counted. */
  readonly refused?: boolean;
  /** The address takes no mail at the moment, and the message is given up for it. */
  readonly softBounced?: boolean;
  /** A server that we hand mail to ourselves has taken it. */
  readonly reached?: boolean;
  /** The address does not exist or never will take mail: suppressed. */
  readonly bounced?: boolean;
}
