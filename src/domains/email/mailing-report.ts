import { reasonOf } from './breaker/trip-words.js';
import type { MailingReport } from './email.dto.js';
import { whyReadersUnknown } from './privacy/tracking.js';
import type { Mailing } from './mailing.repository.js';
import type { MessageCount } from './message.repository.js';

/** Adds up the counted messages of a mailing. */
export function mailingReport(mailing: Mailing, counts: readonly MessageCount[]): MailingReport {
  const sum = (of: (count: MessageCount) => number) => counts.reduce((total, count) => total + of(count), 0);
  const inState = (...states: string[]) =>
    sum(({ state, messages }) => (states.includes(state) ? messages : 0));
  const sent = inState('sent');
  const delivered = sent - sum(({ state, bounced }) => (state === 'sent' ? bounced : 0));
  const unknown = whyReadersUnknown(mailing.tracking);
  const totals = {
    bounced: sum(({ bounced }) => bounced),
    soft_bounced: sum(({ soft_bounced }) => soft_bounced),
    opened: unknown === null ? sum(({ opened }) => opened) : null,
    clicked: unknown === null ? sum(({ clicked }) => clicked) : null,
    unsubscribed: sum(({ unsubscribed }) => unsubscribed),
  };
  return {
    campaign_id: mailing.campaignId,
    state: mailing.state,
    hold: holdOf(mailing),
    paused_by: mailing.trip && {
      by: 'circuit_breaker',
      reason: reasonOf(mailing.trip),
      since: new Date(mailing.trip.tripped_at).toISOString(),
    },
    recipients: sum(({ messages }) => messages),
    queued: inState('queued', 'claimed'),
    sending: inState('sending'),
    sent,
    delivered,
    failed: inState('failed'),
    unknown: inState('unknown'),
    skipped: inState('skipped'),
    skipped_by_reason: skippedByReason(counts),
    ...totals,
    readers_unknown: unknown,
    anonymous_opens: mailing.anonymous?.opens ?? 0,
    anonymous_clicks: mailing.anonymous?.clicks ?? 0,
    rates: {
      delivery: percent(delivered, delivered + totals.bounced),
      open: totals.opened === null ? null : percent(totals.opened, delivered),
      click: totals.clicked === null ? null : percent(totals.clicked, delivered),
      unsubscribe: percent(totals.unsubscribed, delivered),
      bounce: percent(totals.bounced, delivered + totals.bounced),
    },
  };
}

function holdOf({ state, holdReason, holdUntil }: Mailing): MailingReport['hold'] {
  const waits = state === 'sending' && holdReason && holdUntil && new Date(holdUntil) > new Date();
  return waits ? { reason: holdReason, until: holdUntil } : null;
}

function skippedByReason(counts: readonly MessageCount[]): Record<string, number> {
  const skipped = counts.filter(({ state }) => state === 'skipped');
  return Object.fromEntries(skipped.map(({ skip_reason, messages }) => [skip_reason ?? 'other', messages]));
}

function percent(part: number, whole: number): number {
  return whole > 0 ? Math.round((part / whole) * 10_000) / 100 : 0;
}
