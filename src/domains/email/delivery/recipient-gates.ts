import { isMailAddress } from '#kernel/address';
import type { FrequencyCap } from '../mail-settings.js';
import { type Gate, PASS } from './gate.js';
import type { Bar } from './recipient-consent.js';

/** What is known of a recipient when a mail to them is judged. */
export interface RecipientFacts {
  readonly email: string;
  readonly barred: Bar | null;
  /** Why the address is on the owner's list. */
  readonly suppression: string | null;
  /** The recipient has paused all mail until then. */
  readonly pausedUntil: string | null;
  /** The recipient does not want the topic of the mailing. */
  readonly topicDeclined: boolean;
  readonly cap: FrequencyCap | undefined;
  /** Mails that have gone to the address within the hours of the cap, whatever the campaign. */
  readonly had: number;
  /** Mails to the address that are being handed over right now. */
  readonly rivals: number;
}

const BARRED: Readonly<Record<Bar, string>> = { withdrawn: 'no_consent', deleted: 'lead_deleted' };

/** Asked when the recipient is added and again before the mail leaves. */
const consent: Gate<Pick<RecipientFacts, 'barred'>> = {
  name: 'consent',
  inputs: ({ barred }) => ({ withdrawn: barred === 'withdrawn', lead_deleted: barred === 'deleted' }),
  judge: ({ barred }) => (barred === null ? PASS : { verdict: 'skip', reason: BARRED[barred] }),
};

/** Asked when the recipient is added. */
const address: Gate<Pick<RecipientFacts, 'email'>> = {
  name: 'address',
  inputs: ({ email }) => ({ email }),
  judge: ({ email }) => (isMailAddress(email.trim()) ? PASS : { verdict: 'skip', reason: 'invalid_address' }),
};

/** Asked before the mail leaves, and once more as its first byte does. */
const suppression: Gate<Pick<RecipientFacts, 'suppression'>> = {
  name: 'suppression',
  inputs: ({ suppression: reason }) => ({ suppressed: reason !== null, reason }),
  judge: ({ suppression: reason }) => {
    if (reason === null) return PASS;
    return {
      verdict: 'skip',
      reason: reason === 'consent_withdrawn' ? 'no_consent' : `suppressed:${reason}`,
    };
  },
};

/** What recipients have said in the preference centre of their owner. */
const preferences: Gate<Pick<RecipientFacts, 'pausedUntil' | 'topicDeclined'>> = {
  name: 'preferences',
  inputs: ({ pausedUntil, topicDeclined }) => ({ paused_until: pausedUntil, topic_declined: topicDeclined }),
  judge: ({ pausedUntil, topicDeclined }) => {
    if (pausedUntil !== null) return { verdict: 'skip', reason: 'paused' };
    return topicDeclined ? { verdict: 'skip', reason: 'topic_declined' } : PASS;
  },
};

/**
 * Who could reach the cap only through another mail that is being handed over right now waits a moment until that one is
 * decided, so that two workers never pass it together.
 */
const frequencyCap: Gate<Pick<RecipientFacts, 'cap' | 'had' | 'rivals'>> = {
  name: 'frequency_cap',
  inputs: ({ cap, had, rivals }) => ({
    max: cap?.max ?? null,
    hours: cap?.hours ?? null,
    mails_in_these_hours: cap ? had : null,
    mails_under_way: cap ? rivals : null,
  }),
  judge: ({ cap, had, rivals }) => {
    if (!cap || had + rivals < cap.max) return PASS;
    return had >= cap.max
      ? { verdict: 'skip', reason: 'frequency_cap' }
      : { verdict: 'wait', reason: 'frequency_cap' };
  },
};

/** What a recipient must pass to be given a mail at all. */
export const PLANNING_GATES = [consent, address] as const;

/** What must hold of a recipient however the mail came to be sent: also of one that is sent again by hand. */
export const PERMISSION_GATES = [consent, suppression] as const;

/** What a claimed mail must pass, in this order, before it is handed over. */
export const RECIPIENT_GATES: readonly Gate<RecipientFacts>[] = [
  ...PERMISSION_GATES,
  preferences,
  frequencyCap,
];

/** Each of them once, in the order in which a mail meets them. */
export const ALL_RECIPIENT_GATES: readonly Gate<RecipientFacts>[] = [
  ...PLANNING_GATES,
  suppression,
  preferences,
  frequencyCap,
];
