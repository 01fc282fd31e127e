import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { readMailSettings } from '../mail-settings.js';
import { TrackingPolicies } from '../privacy/tracking-policy.service.js';
import { LocalisedMail } from '../writing/localised-mail.js';
import { type ComposedMail, MailComposer, type MailWish } from '../writing/mail-composer.js';
import { VariantNotFound } from './experiment.errors.js';
import { ExperimentRepository, type Variant } from './experiment.repository.js';
import type { Split } from './split.js';

/** What a campaign wants to send. Subject and bodies are Liquid; those not given are taken from the template. */
export interface MailingPlan extends MailWish {
  readonly campaignId: string;
  readonly fromName?: string | undefined;
  /** The address of an identity to send from; otherwise mail comes from MAIL_FROM, and answers go to `replyTo`, else here. */
  readonly fromEmail?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What a plan would send, in each variant of its experiment. */
export interface MailingDraft {
  readonly words: ComposedMail;
  /** Those of the plan, and what else holds from now on. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The fixed addresses that links of any variant lead to. */
  readonly urls: readonly string[];
  readonly experiment: {
    readonly id: string;
    readonly split: Split;
    readonly variants: readonly (Variant & { readonly words: ComposedMail })[];
  } | null;
}

/** Makes of a campaign's plan the mails that it would send. */
@Injectable()
export class MailingDrafts {
  constructor(
    private readonly composer: MailComposer,
    private readonly experiments: ExperimentRepository,
    private readonly policies: TrackingPolicies,
  ) {}

  /** Throws `email/template-invalid`, `email/template-not-found` or `email/settings-invalid`. */
  async of(ownerId: string, plan: MailingPlan): Promise<MailingDraft> {
    const words = await this.composer.compose(ownerId, plan);
    const settings = await this.policies.pinned(ownerId, plan.settings);
    const trackLinks = readMailSettings(settings).trackClicks;
    const urls = new Set(new LocalisedMail(words, { trackLinks }).urls);
    const kept = isUuid(plan.campaignId) ? await this.experiments.find(ownerId, plan.campaignId) : undefined;
    if (!kept || (kept.state !== 'defined' && !kept.given_up))
      return { words, settings, urls: [...urls], experiment: null };
    const variants: (Variant & { words: ComposedMail })[] = [];
    for (const variant of kept.variants) {
      const own = await this.composer.compose(ownerId, varied(plan, variant));
      for (const url of new LocalisedMail(own, { trackLinks }).urls) urls.add(url);
      variants.push({ ...variant, words: own });
    }
    const split = { seed: kept.id, share: kept.test_share, variants: variants.map(({ id }) => id) };
    return { words, settings, urls: [...urls], experiment: { id: kept.id, split, variants } };
  }

  /** The mail of one variant, by its label; without one, that of the plan. Throws `email/variant-not-found`. */
  async words(
    ownerId: string,
    plan: MailingPlan,
    label: string | undefined,
  ): Promise<ComposedMail & { fromName: string | undefined }> {
    if (label === undefined)
      return { ...(await this.composer.compose(ownerId, plan)), fromName: plan.fromName };
    const variant = (await this.experiments.find(ownerId, plan.campaignId))?.variants.find(
      (one) => one.label === label,
    );
    if (!variant) throw new VariantNotFound(label);
    const words = await this.composer.compose(ownerId, varied(plan, variant));
    return { ...words, fromName: variant.from_name ?? plan.fromName };
  }

  /** The mailing has been opened: its experiment begins. Joins the running transaction. */
  async begin(ownerId: string, { experiment }: MailingDraft): Promise<void> {
    if (!experiment) return;
    await this.experiments.begin(
      ownerId,
      experiment.id,
      experiment.variants.map(({ id, words }) => ({ id, words })),
    );
  }
}

/** A body of one's own brings its text along; the campaign's would tell something else. */
function varied(plan: MailingPlan, { subject, html, text }: Variant): MailingPlan {
  return {
    ...plan,
    subject: subject ?? plan.subject,
    html: html ?? plan.html,
    text: text ?? (html === null ? plan.text : undefined),
  };
}
