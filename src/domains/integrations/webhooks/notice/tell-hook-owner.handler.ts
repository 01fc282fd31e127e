import { Injectable } from '@nestjs/common';
import { isMailAddress } from '#kernel/address';
import { escaped } from '#kernel/escaped';
import { newId } from '#kernel/ids';
import { MailChannel, MailRefused, MailUnknown, parseMailbox } from '#platform/channels/mail-channel';
import { Settings } from '#platform/config/settings';
import { plainTextOf } from '#platform/html/plain-text';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import type { Webhook } from '../webhook.dto.js';
import { WebhookRepository } from '../webhook.repository.js';
import { TellHookOwnerJob, type WebhookTurnedOff } from './notice.jobs.js';

/** Another attempt has let the mail go. */
class ToldBefore extends Error {}

/** Tells the owner that a webhook was turned off, and why. What may have been accepted is never sent again. */
@Handles(TellHookOwnerJob)
@Injectable()
export class TellHookOwnerHandler implements JobHandler<WebhookTurnedOff> {
  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly channel: MailChannel,
    private readonly settings: Settings,
  ) {}

  async handle({ ownerId, webhookId }: WebhookTurnedOff, { signal }: JobRun): Promise<void> {
    const hook = await this.webhooks.find(ownerId, webhookId);
    if (!hook || hook.is_active || hook.notified_at !== null) return;
    const to = await this.webhooks.addressOf(ownerId, webhookId);
    if (to === null || !isMailAddress(to)) return;
    const leave = async (): Promise<void> => {
      if (!(await this.webhooks.noteTold(ownerId, webhookId))) throw new ToldBefore();
    };
    const from = parseMailbox(this.settings.MAIL_FROM);
    try {
      await this.channel.deliver({ id: newId(), from, to, headers: {}, ...textOf(hook) }, leave, signal);
    } catch (error) {
      const isOver =
        error instanceof ToldBefore ||
        error instanceof MailUnknown ||
        (error instanceof MailRefused && error.permanent);
      if (!isOver) throw error;
    }
  }
}

function textOf({
  name,
  disabled_reason,
  failing_since,
  url,
}: Webhook): Record<'subject' | 'html' | 'text', string> {
  const why =
    disabled_reason === 'gone'
      ? 'Its server answered 410: it wants to hear nothing more.'
      : `Every attempt has failed since ${failing_since ?? 'some days'}.`;
  const body = `<p>The webhook “${escaped(name)}” to ${escaped(new URL(url).host)} was turned off.</p>
<p>${escaped(why)}</p>
<p>What happens meanwhile is kept for some weeks. When the server is well again, turn the webhook on and let it recover what it
has missed.</p>`;
  return {
    subject: `Webhook turned off: ${name}`.replace(/\s+/g, ' ').slice(0, 200).toWellFormed(),
    html: `<!doctype html><html lang="en"><body style="font-family:system-ui,sans-serif;line-height:1.5">${body}</body></html>`,
    text: plainTextOf(body),
  };
}
