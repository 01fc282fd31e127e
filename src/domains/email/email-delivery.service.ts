import { Injectable } from '@nestjs/common';
import { isMailAddress, normaliseMailAddress } from '#kernel/address';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { Gates } from './delivery/gates.js';
import type { MailingReport } from './email.dto.js';
import {
  MailingAlreadyOpened,
  MailingNotFound,
  MailingNotOpen,
  MessageNotFound,
  MessageNotUnknown,
  SenderInvalid,
} from './email.errors.js';
import { DeliverMailJob } from './email.jobs.js';
import { MailingDrafts, type MailingPlan } from './experiments/mailing-drafts.service.js';
import { readMailSettings } from './mail-settings.js';
import { mailingReport } from './mailing-report.js';
import { type Mailing, MailingRepository, type MailingState } from './mailing.repository.js';
import {
  type Message,
  MessageRepository,
  type MessagesWanted,
  type Recipient,
} from './message.repository.js';

/** Mailings: opened, given their recipients, started, and then delivered at most once to each of them. */
@Injectable()
export class EmailDeliveryService {
  constructor(
    private readonly database: Database,
    private readonly mailings: MailingRepository,
    private readonly messages: MessageRepository,
    private readonly drafts: MailingDrafts,
    private readonly jobs: Jobs,
    private readonly gates: Gates,
  ) {}

  /**
   * Opens the one mailing of a campaign, in state planning. Throws `email/already-opened`, `email/template-invalid`,
   * `email/template-not-found`, `email/settings-invalid` or `email/sender-invalid`.
   */
  async open(ownerId: string, plan: MailingPlan): Promise<Mailing> {
    readMailSettings(plan.settings);
    const draft = await this.drafts.of(ownerId, plan);
    const mailing = {
      ...draft.words,
      split: draft.experiment?.split ?? null,
      campaignId: plan.campaignId,
      name: plan.name,
      fromName: plan.fromName ?? null,
      fromEmail: usable('from_email', plan.fromEmail),
      replyTo: usable('reply_to', plan.replyTo),
      settings: draft.settings,
    };
    return this.database.transaction(async () => {
      const opened = await this.mailings.add(ownerId, mailing, draft.urls);
      if (!opened) throw new MailingAlreadyOpened(plan.campaignId);
      await this.drafts.begin(ownerId, draft);
      return opened;
    });
  }

  /**
   * Adds recipients the mailing does not have yet; answers how many. An unusable address and a recipient who has withdrawn
   * consent are added as skipped.
   */
  addRecipients(ownerId: string, campaignId: string, recipients: readonly Recipient[]): Promise<number> {
    return this.database.transaction(async () => {
      const mailing = await this.mailings.lock(ownerId, campaignId);
      if (mailing.planned || isOver(mailing)) throw new MailingNotOpen('given recipients', mailing.state);
      return recipients.length === 0 ? 0 : this.messages.add(ownerId, mailing, recipients);
    });
  }

  /** All recipients have been added: sending begins, unless the mailing is paused. Answers how many are queued. */
  start(ownerId: string, campaignId: string): Promise<number> {
    return this.changed(ownerId, campaignId, async (mailing) => {
      if (isOver(mailing)) throw new MailingNotOpen('started', mailing.state);
      const state = mailing.state === 'planning' ? 'sending' : mailing.state;
      await this.mailings.change(ownerId, mailing.id, { state, planned: true });
      if (state === 'sending') await this.jobs.send(DeliverMailJob, { askedBy: 'owner' });
    });
  }

  /** Nothing more is handed over until it is resumed. Answers how many are waiting. */
  pause(ownerId: string, campaignId: string): Promise<number> {
    return this.changed(ownerId, campaignId, async (mailing) => {
      if (isOver(mailing)) throw new MailingNotOpen('paused', mailing.state);
      await this.mailings.change(ownerId, mailing.id, { state: 'paused' });
    });
  }

  /** Goes on where it was paused. Answers how many are waiting. */
  resume(ownerId: string, campaignId: string): Promise<number> {
    return this.changed(ownerId, campaignId, async (mailing) => {
      if (isOver(mailing)) throw new MailingNotOpen('resumed', mailing.state);
      const state: MailingState = mailing.planned ? 'sending' : 'planning';
      await this.mailings.change(ownerId, mailing.id, { state });
      if (state === 'sending') await this.jobs.send(DeliverMailJob, { askedBy: 'owner' });
    });
  }

  /** Ends the mailing for good: who was still waiting is skipped as `campaign_stopped`. Answers how many were. */
  stop(ownerId: string, campaignId: string): Promise<number> {
    return this.database.transaction(async () => {
      const mailing = await this.mailings.lock(ownerId, campaignId);
      if (isOver(mailing)) return 0;
      const waiting = await this.messages.countWaiting(ownerId, mailing.id);
      // The rest of a large mailing, and what comes back from workers that are lost, is marked by others; nothing is claimed any more.
      await this.mailings.change(ownerId, mailing.id, { state: 'stopped', leftovers: true });
      const skipped = await this.messages.skipWaiting(ownerId, mailing.id);
      if (skipped >= waiting) return skipped;
      await this.jobs.send(DeliverMailJob, { askedBy: 'owner' });
      return waiting;
    });
  }

  async report(ownerId: string, campaignId: string): Promise<MailingReport> {
    const mailing = await this.get(ownerId, campaignId);
    return mailingReport(mailing, await this.messages.count(ownerId, mailing.id));
  }

  /** One page of recipients, newest first. */
  async recipients(ownerId: string, campaignId: string, wanted: MessagesWanted): Promise<Page<Message>> {
    const mailing = await this.get(ownerId, campaignId);
    return this.messages.list(ownerId, mailing.id, wanted);
  }

  /**
   * Sends a message of unknown fate again because a person accepts that it may arrive twice; recorded. Throws
   * `email/message-not-unknown`, `email/campaign-not-open`, `email/no-consent` or `email/suppressed`.
   */
  resend(ownerId: string, messageId: string): Promise<Message> {
    return this.database.transaction(async () => {
      const message = isUuid(messageId) ? await this.messages.lock(ownerId, messageId) : undefined;
      if (!message) throw new MessageNotFound(messageId);
      const mailing = await this.mailings.lock(ownerId, message.campaign_id ?? message.email_campaign_id);
      if (message.state !== 'unknown') throw new MessageNotUnknown(outcomeOf(message));
      if (mailing.state === 'stopped') throw new MailingNotOpen('sent again', mailing.state);
      const { id, lead_id: leadId, email } = message;
      await this.gates.admit({ id, ownerId, leadId, emailNorm: normaliseMailAddress(email) }, email);
      if (mailing.state === 'finished') await this.mailings.change(ownerId, mailing.id, { state: 'sending' });
      const requeued = await this.messages.requeue(ownerId, message);
      await this.jobs.send(DeliverMailJob, { askedBy: 'owner' });
      return requeued;
    });
  }

  private async get(ownerId: string, campaignId: string): Promise<Mailing> {
    const mailing = isUuid(campaignId) ? await this.mailings.find(ownerId, campaignId) : undefined;
    if (!mailing) throw new MailingNotFound(campaignId);
    return mailing;
  }

  private changed(
    ownerId: string,
    campaignId: string,
    change: (mailing: Mailing) => Promise<void>,
  ): Promise<number> {
    return this.database.transaction(async () => {
      const mailing = await this.mailings.lock(ownerId, campaignId);
      await change(mailing);
      return this.messages.countWaiting(ownerId, mailing.id);
    });
  }
}

function isOver({ state }: Mailing): boolean {
  return state === 'stopped' || state === 'finished';
}

function outcomeOf({ state, skip_reason: reason }: Message): string {
  return reason === null ? state : `${state} (${reason})`;
}

function usable(field: string, address: string | undefined): string | null {
  if (address === undefined || address.trim() === '') return null;
  if (!isMailAddress(address.trim())) throw new SenderInvalid(field);
  return address.trim();
}
