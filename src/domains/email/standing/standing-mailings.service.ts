import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isMailAddress, normaliseMailAddress } from '#kernel/address';
import { isUuid, newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { FieldsMissing, MailingNotFound } from '../email.errors.js';
import { DeliverMailJob } from '../email.jobs.js';
import { IdentityNotFound } from '../identities/identity.errors.js';
import { MailingRepository } from '../mailing.repository.js';
import { readMailSettings } from '../mail-settings.js';
import { TrackingPolicies } from '../privacy/tracking-policy.service.js';
import { fieldsTold, mergeFieldsOf } from '../templates/merge-fields.js';
import { fieldUsage } from '../writing/field-usage.js';
import { LocalisedMail } from '../writing/localised-mail.js';
import { type ComposedMail, MailComposer, type MailWish } from '../writing/mail-composer.js';
import {
  type MailState,
  type PostedMessage,
  type PostedRow,
  type StandingManner,
  StandingMailingRepository,
} from './standing-mailing.repository.js';

/** What single mails are made from. Subject and bodies are Liquid; those not given are taken from the template. */
export interface StandingPlan extends MailWish {
  /** What its owner calls it: the same key is the same mailing. */
  readonly key: string;
  /** The recipient has asked for it: no frequency cap, and withdrawn consent to marketing does not hold it back. */
  readonly transactional?: boolean | undefined;
  /** As those of a campaign: frequency cap, quiet hours, throttle, tracking. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** What is known of the recipient, where the mail is refused that needs a field which is not there. */
  readonly neededFields?: Readonly<Record<string, unknown>> | undefined;
  /** The address of the identity it is sent from; the sender of the platform where it is left out. */
  readonly fromEmail?: string | undefined;
  /** The campaign whose mail it counts as. */
  readonly aboutCampaignId?: string | undefined;
}

/** A mail to one recipient. */
export interface SingleMail {
  readonly to: string;
  readonly leadId?: string | null | undefined;
  /** Within its mailing, the same key is never mailed twice. */
  readonly dedupeKey: string;
  /** What the template knows of the recipient; fields that are not ours are custom ones. */
  readonly fields?: object | undefined;
  /** Not before this moment. */
  readonly dueAt?: Date | undefined;
  /** The revision it is made from, as `write` has answered it; the one that `open` was told last where it is left out. */
  readonly contentId?: string | undefined;
}

export interface Posted {
  readonly dedupeKey: string;
  readonly messageId: string;
  /** It had been posted before, and nothing was added. */
  readonly already: boolean;
  readonly state: MailState['state'];
  /** Why it will not be sent, where that is known already. */
  readonly skipReason: string | null;
}

const LONGEST_ADDRESS = 320;

/**
 * Single mails through the delivery that campaigns use: a row each, the same gates, at most once, tracked. A standing mailing
 * stays open; what was posted keeps the words it was posted with.
 */
@Injectable()
export class StandingMailings {
  constructor(
    private readonly database: Database,
    private readonly mailings: StandingMailingRepository,
    private readonly campaigns: MailingRepository,
    private readonly composer: MailComposer,
    private readonly policies: TrackingPolicies,
    private readonly jobs: Jobs,
  ) {}

  /**
   * The mailing of this key; it is opened when there is none, and other words are a new revision, from which is made what is
   * posted from now on. Throws `email/template-invalid`, `email/template-not-found`, `email/fields-missing`,
   * `email/settings-invalid`, and what `senderOf` throws.
   */
  open(ownerId: string, plan: StandingPlan): Promise<string> {
    return this.database.transaction(async () => {
      const { mailingId, contentId, isCurrent } = await this.revised(ownerId, plan);
      if (!isCurrent) await this.mailings.use(ownerId, mailingId, contentId);
      return mailingId;
    });
  }

  /** The same for mails that each have words of their own: keeps the revision, and changes nothing for others. */
  write(ownerId: string, plan: StandingPlan): Promise<{ mailingId: string; contentId: string }> {
    return this.database.transaction(() => this.revised(ownerId, plan));
  }

  /** Posts mails, in their order. What is due is handed over soon; joins the running transaction. */
  post(ownerId: string, mailingId: string, mails: readonly SingleMail[]): Promise<Posted[]> {
    if (mails.length === 0) return Promise.resolve([]);
    return this.database.transaction(async () => {
      const rows = new Map(mails.toReversed().map((mail) => [mail.dedupeKey, rowOf(mail)]));
      const added = isUuid(mailingId) ? await this.mailings.post(ownerId, mailingId, [...rows.values()]) : [];
      const fresh = new Set(added.map(({ dedupe_key }) => dedupe_key));
      const missing = [...rows.keys()].filter((key) => !fresh.has(key));
      const known =
        missing.length > 0 && isUuid(mailingId) ? await this.mailings.known(ownerId, mailingId, missing) : [];
      if (known.length < missing.length) throw new MailingNotFound(mailingId);
      if (added.some(({ state }) => state === 'queued'))
        await this.jobs.send(DeliverMailJob, { askedBy: 'owner' });
      return postedOf(mails, added, known);
    });
  }

  /** What became of mails; those of others are left out. */
  states(ownerId: string, messageIds: readonly string[]): Promise<MailState[]> {
    return this.mailings.states(ownerId, messageIds.filter(isUuid));
  }

  /** Takes back mails that nobody has begun to hand over; answers which. */
  cancel(ownerId: string, messageIds: readonly string[]): Promise<string[]> {
    return this.mailings.cancel(ownerId, messageIds.filter(isUuid));
  }

  /** The owner's identity of an address. Throws `email/identity-not-found` or `email/identity-unverified`. */
  async senderOf(ownerId: string, fromEmail: string | undefined): Promise<string | null> {
    if (fromEmail === undefined) return null;
    const identityId = await this.campaigns.identityOf(ownerId, fromEmail);
    if (identityId === null) throw new IdentityNotFound(fromEmail);
    return identityId;
  }

  private async revised(ownerId: string, plan: StandingPlan) {
    const mail = await this.composer.compose(ownerId, plan);
    if (plan.neededFields) refuseLacking(mail, plan.neededFields);
    const manner = mannerOf(plan, await this.policies.pinned(ownerId, plan.settings ?? {}));
    const { trackClicks } = readMailSettings(manner.settings);
    const { attachments, ...words } = mail;
    const identityId = await this.senderOf(ownerId, plan.fromEmail);
    const digest = digestOf({
      ...words,
      trackClicks,
      ...(attachments.length > 0 && { attachments }),
      ...(identityId !== null && { identityId }),
    });
    const { id: mailingId, contentId: current } =
      (await this.mailings.find(ownerId, manner)) ?? (await this.mailings.keep(ownerId, manner));
    const known = await this.mailings.contentOf(ownerId, mailingId, digest);
    if (known !== undefined) return { mailingId, contentId: known, isCurrent: known === current };
    const { urls } = new LocalisedMail(mail, { trackLinks: trackClicks, footer: !manner.transactional });
    const contentId = await this.mailings.addContent(
      ownerId,
      mailingId,
      { ...mail, digest, identityId },
      urls,
    );
    return { mailingId, contentId, isCurrent: false };
  }
}

/** Defaults are in the words already, so that a field with one is not needed. */
function refuseLacking(mail: ComposedMail, told: Readonly<Record<string, unknown>>): void {
  const { needed } = fieldUsage([mail, ...Object.values(mail.translations)]);
  const has = fieldsTold(told);
  const missing = needed.filter((field) => !has.has(field));
  if (missing.length > 0)
    throw new FieldsMissing(missing).withIssues(
      missing.map((field) => ({ path: `fields.${field}`, message: `${field} is missing` })),
    );
}

function mannerOf(
  { key, name, transactional, aboutCampaignId }: StandingPlan,
  settings: StandingManner['settings'],
): StandingManner {
  return {
    key,
    name,
    transactional: transactional ?? false,
    settings,
    aboutCampaignId: aboutCampaignId ?? null,
  };
}

function digestOf(words: object): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex');
}

function rowOf({ to, leadId, dedupeKey, fields, dueAt, contentId }: SingleMail): PostedRow {
  const email = to.trim();
  return {
    id: newId(),
    lead_id: leadId ?? null,
    email: email.slice(0, LONGEST_ADDRESS),
    email_norm: normaliseMailAddress(to).slice(0, LONGEST_ADDRESS),
    merge: mergeFieldsOf({ ...fields }),
    dedupe_key: dedupeKey,
    skip_reason: isMailAddress(email) ? null : 'invalid_address',
    due_at: dueAt && dueAt > new Date() ? dueAt.toISOString() : null,
    content_id: contentId ?? null,
  };
}

function postedOf(
  mails: readonly SingleMail[],
  added: readonly PostedMessage[],
  known: readonly PostedMessage[],
): Posted[] {
  const fresh = new Map(added.map((message) => [message.dedupe_key, message]));
  const found = new Map([...added, ...known].map((message) => [message.dedupe_key, message]));
  return mails.flatMap(({ dedupeKey }) => {
    const message = found.get(dedupeKey);
    if (!message) return [];
    const already = !fresh.delete(dedupeKey);
    const { id: messageId, state, skip_reason: skipReason } = message;
    return [{ dedupeKey, messageId, already, state: state as MailState['state'], skipReason }];
  });
}
