import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '#platform/http/page-query';

/** Why a mailing waits. */
export class MailingHold {
  /**
   * `quiet_hours` also on days on which the mailing's quiet hours let nothing out; `unreadable_settings` when the mailing's settings cannot be followed; `daily_limit` and `throttle` also when a transport or
   * an identity has had its share; `transport` when none of its transports can be used at the moment.
   */
  reason!: 'quiet_hours' | 'throttle' | 'unreadable_settings' | 'daily_limit' | 'transport';
  /** When it goes on, or its settings are looked at again. */
  until!: string;
}

/** Why a mailing has paused itself; resuming the campaign takes note of it. */
export class MailingPause {
  by!: 'circuit_breaker';
  /** @example '12 complaints of 4000 mails (0.3 %) are more than the 0.1 % that are allowed.' */
  reason!: string;
  since!: string;
}

/** Shares in percent with two decimals; 0 where there is nothing to share. */
export class MailingRates {
  /** Delivered of delivered and bounced. */
  delivery!: number;
  /** Opened of delivered; null where that is not known. */
  open!: number | null;
  /** Clicked of delivered; null where that is not known. */
  click!: number | null;
  /** Unsubscribed of delivered. */
  unsubscribe!: number;
  /** Bounced of the same. */
  bounce!: number;
}

/** What became of a mailing so far. Every recipient is counted in exactly one of queued, sending, sent, failed, unknown and skipped. */
export class MailingReport {
  campaign_id!: string;
  state!: 'planning' | 'sending' | 'paused' | 'stopped' | 'finished';
  hold!: MailingHold | null;
  paused_by!: MailingPause | null;
  recipients!: number;
  queued!: number;
  sending!: number;
  /** Accepted by the receiving server. */
  sent!: number;
  /** Accepted by the receiving server and not returned later. */
  delivered!: number;
  failed!: number;
  /** Addresses that refused the mail for good: at once, which is part of failed, or later, which is part of sent. */
  bounced!: number;
  /** Addresses that took no mail at the moment: full mailboxes and the like, once for each mail. */
  soft_bounced!: number;
  /** The line dropped while the mail was handed over: perhaps delivered, never sent again by itself. */
  unknown!: number;
  skipped!: number;
  /** Skipped recipients by reason: no_consent, lead_deleted, suppressed:…, paused, topic_declined, frequency_cap, campaign_stopped, sequence_left, cancelled, invalid_address. */
  skipped_by_reason!: Record<string, number>;
  /** Recipients who opened it at least once; null where that is not known. */
  opened!: number | null;
  /**
   * Recipients who clicked at least once; null where that is not known. A click within three seconds of the handover, and clicks on
   * different links of a mail within two seconds, are a scanner's: they are taken out again some seconds later.
   */
  clicked!: number | null;
  unsubscribed!: number;
  /** Why it is not known how many readers opened and clicked: the mailing counts without the person, or not at all. */
  readers_unknown!: string | null;
  /** Opens of a mailing that counts without the person (`tracking: aggregate`): of whom and by how many is not known. */
  anonymous_opens!: number;
  anonymous_clicks!: number;
  rates!: MailingRates;
}

export const MESSAGE_STATES = [
  'queued',
  'claimed',
  'sending',
  'sent',
  'failed',
  'unknown',
  'skipped',
] as const;

export class RecipientsQuery extends PageQuery {
  /** Only recipients in this state. */
  @IsOptional()
  @IsIn(MESSAGE_STATES)
  state?: (typeof MESSAGE_STATES)[number];
}

/** One recipient of a mailing and what became of the mail. */
export class MailingRecipient {
  id!: string;
  /** Null for a single mail, which belongs to no campaign's audience. */
  campaign_id!: string | null;
  /** The mailing it belongs to. */
  email_campaign_id!: string;
  lead_id!: string | null;
  email!: string;
  state!: 'queued' | 'claimed' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped';
  /** Why no mail was sent: no_consent, lead_deleted, suppressed:…, paused, topic_declined, frequency_cap, campaign_stopped, sequence_left, cancelled or invalid_address. */
  skip_reason!: string | null;
  /** How often it was taken up. */
  attempt!: number;
  smtp_code!: number | null;
  /** What the receiving server said last. */
  response!: string | null;
  /** When it is taken up next, for a queued one; null while it waits for the winner of an experiment, or for somebody who is paused in a sequence. */
  due_at!: string | null;
  /** When the first byte was about to leave. */
  armed_at!: string | null;
  /** When its outcome was known. */
  settled_at!: string | null;
  opened_at!: string | null;
  open_count!: number;
  clicked_at!: string | null;
  click_count!: number;
  unsubscribed_at!: string | null;
  /** When a person had it sent again. */
  resent_at!: string | null;
  created_at!: string;
}
