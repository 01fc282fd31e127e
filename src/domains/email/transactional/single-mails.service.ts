import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { normaliseMailAddress } from '#kernel/address';
import { isUuid } from '#kernel/ids';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import { instantOf } from '#platform/http/instant.validator';
import {
  MailWithoutWords,
  MailNotConfigured,
  MailingNotFound,
  MessageNotFound,
  MessageNotWaiting,
} from '../email.errors.js';
import { domainOf } from '../identities/senders.js';
import { MailingRepository } from '../mailing.repository.js';
import { RouteBook } from '../routing/route-book.js';
import { type Posted, StandingMailings, type StandingPlan } from '../standing/standing-mailings.service.js';
import type {
  EmailMessage,
  MailQueued,
  PersonalizedMailQueued,
  RecipientOutcome,
  SendMail,
  SendPersonalized,
} from './send.dto.js';
import { SentMailRepository } from './sent-mail.repository.js';

interface Wish {
  readonly plan: StandingPlan;
  readonly recipients: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
  readonly dueAt: Date | undefined;
  /** What tells this request from others: asked for again, it adds nothing. */
  readonly request: string;
}

/** Mails to people one by one, asked for by other systems: kept at once, handed over by the workers, never twice. */
@Injectable()
export class SingleMails {
  constructor(
    private readonly database: Database,
    private readonly standing: StandingMailings,
    private readonly mailings: MailingRepository,
    private readonly messages: SentMailRepository,
    private readonly routes: RouteBook,
    private readonly settings: Settings,
  ) {}

  /**
   * One mail to each of the recipients. Under an Idempotency-Key the same request never mails anybody twice, also when its answer
   * was lost. Throws `email/not-configured`, and what `StandingMailings.write` throws.
   */
  async send(ownerId: string, asked: SendMail, key?: string): Promise<MailQueued> {
    const { to, subject, body, template_id, template_version, text, preheader } = asked;
    if (body === undefined && template_id === undefined) throw new MailWithoutWords();
    const { posted } = await this.post(ownerId, {
      plan: {
        ...mannerOf(asked),
        subject,
        html: body,
        text,
        preheader,
        templateId: template_id,
        templateVersion: template_version,
        attachments: asked.attachments?.map((id) => id.toLowerCase()),
        neededFields: asked.strict ? (asked.fields ?? {}) : undefined,
      },
      recipients: [to].flat(),
      fields: asked.fields ?? {},
      dueAt: asked.scheduled_at === undefined ? undefined : instantOf(asked.scheduled_at),
      request: requestOf(key, asked),
    });
    const emails = posted.map(({ to: address, ...one }) => outcomeOf(address, one));
    const queued = emails.filter(({ status }) => status === 'queued').length;
    return {
      message: queued > 0 ? 'Email queued for sending' : 'No email is sent: nobody may be written to',
      email_id: emails[0]?.email_id ?? '',
      emails,
      queued,
      skipped: emails.length - queued,
      scheduled_at: asked.scheduled_at === undefined ? null : instantOf(asked.scheduled_at).toISOString(),
    };
  }

  /** A template for one recipient; `campaign_id` shows it as mail of that campaign. */
  async personalized(
    ownerId: string,
    asked: SendPersonalized,
    key?: string,
  ): Promise<PersonalizedMailQueued> {
    const { template_id, template_version, recipient_data, campaign_id } = asked;
    if (campaign_id !== undefined && !(await this.mailings.find(ownerId, campaign_id)))
      throw new MailingNotFound(campaign_id);
    const { email, ...fields } = recipient_data as { email: string };
    const { posted: mails, provider } = await this.post(ownerId, {
      plan: {
        ...mannerOf(asked, campaign_id),
        templateId: template_id,
        templateVersion: template_version,
        attachments: asked.attachments?.map((id) => id.toLowerCase()),
        neededFields: asked.strict ? fields : undefined,
      },
      recipients: [email],
      fields,
      dueAt: asked.scheduled_at === undefined ? undefined : instantOf(asked.scheduled_at),
      request: requestOf(key, asked),
    });
    const [posted] = mails;
    if (!posted) throw new Error('A mail was not posted');
    const { email_id, status, reason } = outcomeOf(email, posted);
    const message = posted.already ? await this.messages.find(ownerId, email_id) : undefined;
    return {
      email_id,
      provider,
      mail_status: status,
      reason,
      sent_at: message?.state === 'sent' ? message.settled_at : null,
      scheduled_at: asked.scheduled_at === undefined ? null : instantOf(asked.scheduled_at).toISOString(),
    };
  }

  async get(ownerId: string, messageId: string): Promise<EmailMessage> {
    const message = isUuid(messageId) ? await this.messages.find(ownerId, messageId) : undefined;
    if (!message) throw new MessageNotFound(messageId);
    return message;
  }

  /** Takes back a mail that nobody has begun to hand over. Throws `email/message-not-waiting`. */
  async cancel(ownerId: string, messageId: string): Promise<EmailMessage> {
    const cancelled = await this.standing.cancel(ownerId, [messageId]);
    const message = await this.get(ownerId, messageId);
    if (cancelled.length === 0) throw new MessageNotWaiting(message.skip_reason ?? message.state);
    return message;
  }

  private async post(
    ownerId: string,
    { plan, recipients, fields, dueAt, request }: Wish,
  ): Promise<{ posted: (Posted & { to: string })[]; provider: string }> {
    const addresses = new Map(recipients.map((to) => [normaliseMailAddress(to), to]));
    const provider = await this.provider(ownerId, plan, [...addresses.keys()]);
    return this.database.transaction(async () => {
      const { mailingId, contentId } = await this.standing.write(ownerId, plan);
      const mails = [...addresses].map(([address, to]) => {
        return { to, dedupeKey: `${request}:${address}`, fields, dueAt, contentId };
      });
      const posted = await this.standing.post(ownerId, mailingId, mails);
      return { posted: posted.map((one, index) => ({ ...one, to: mails[index]?.to ?? '' })), provider };
    });
  }

  /**
   * What the first mail will be handed to. Throws `email/not-configured` where nothing sends to one of the addresses: in production the
   * folder of the embedded default is no way to a reader.
   */
  private async provider(
    ownerId: string,
    { transactional, aboutCampaignId, fromEmail }: StandingPlan,
    addresses: readonly string[],
  ): Promise<string> {
    const stream = transactional ? 'transactional' : 'marketing';
    const identityId = await this.standing.senderOf(ownerId, fromEmail);
    const manner = { stream, campaignId: aboutCampaignId ?? null, identityId } as const;
    const domains = [...new Set(addresses.map(domainOf))];
    const ways = await Promise.all(
      domains.map(async (recipientDomain) => {
        const { ways: open } = await this.routes.waysFor(ownerId, { ...manner, recipientDomain });
        return open.filter(({ channel }) => channel.kind !== 'outbox' || !this.settings.isProduction);
      }),
    );
    if (ways.some((open) => open.length === 0)) throw new MailNotConfigured();
    return ways[0]?.[0]?.channel.kind ?? '';
  }
}

/**
 * Mails that are sent in the same way are one mailing: its quiet hours and its throttle hold for all of them. Those of different
 * senders wait for their limits by themselves.
 */
function mannerOf(
  { category, settings, from_email }: Pick<SendMail, 'category' | 'settings' | 'from_email'>,
  aboutCampaignId?: string,
) {
  const sender = from_email === undefined ? undefined : `from:${normaliseMailAddress(from_email)}`;
  const parts = ['single', category, aboutCampaignId, sender, settings && digestOf(settings)];
  return {
    key: parts.filter((part) => part !== undefined).join(':'),
    name: 'Single mails',
    fromEmail: from_email,
    transactional: category === 'transactional',
    settings,
    aboutCampaignId,
  };
}

function requestOf(key: string | undefined, asked: object): string {
  return key === undefined ? randomUUID() : digestOf([key, asked]);
}

function digestOf(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

function outcomeOf(to: string, { messageId, state, skipReason, already }: Posted): RecipientOutcome {
  const status = state === 'skipped' ? 'skipped' : 'queued';
  return { to, email_id: messageId, status, reason: skipReason, already };
}
