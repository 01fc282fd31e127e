import { Injectable } from '@nestjs/common';
import { escaped } from '#kernel/escaped';
import { MailChannel, MailRefused, MailUnknown, parseMailbox } from '#platform/channels/mail-channel';
import { Settings } from '#platform/config/settings';
import { plainTextOf } from '#platform/html/plain-text';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { AlertRepository, type AlertToTell } from './alert.repository.js';
import { type TellAlert, TellAlertJob } from './campaign-monitoring.kind.js';

/** Another attempt has let the mail go. */
class ToldBefore extends Error {}

/** Tells the owner of a campaign that it stays behind. What may have been accepted is never sent again. */
@Injectable()
@Handles(TellAlertJob)
export class TellAlertHandler implements JobHandler<TellAlert> {
  constructor(
    private readonly alerts: AlertRepository,
    private readonly campaigns: CampaignService,
    private readonly channel: MailChannel,
    private readonly settings: Settings,
  ) {}

  async handle({ ownerId, alertId, notify }: TellAlert, { signal }: JobRun): Promise<void> {
    const alert = await this.alerts.toTell(ownerId, alertId);
    const to = notify ?? alert?.address;
    if (!alert || !to) return;
    const { name } = await this.campaigns.get(ownerId, alert.campaignId);
    const from = parseMailbox(this.settings.MAIL_FROM);
    const headers = { 'Auto-Submitted': 'auto-generated' };
    try {
      await this.channel.deliver(
        { id: alertId, from, to, headers, ...textOf(name, alert) },
        async () => {
          if (!(await this.alerts.told(ownerId, alertId, to))) throw new ToldBefore();
        },
        signal,
      );
    } catch (error) {
      const isOver =
        error instanceof ToldBefore ||
        error instanceof MailUnknown ||
        (error instanceof MailRefused && error.permanent);
      if (!isOver) throw error;
    }
  }
}

const WORDS: Readonly<Record<string, string>> = { conversion_rate: 'conversion rate', roi: 'return' };

function textOf(name: string, { metric, value, target }: AlertToTell) {
  const figure = WORDS[metric] ?? metric;
  const body = `<p>The campaign “${escaped(name)}” stays behind: its ${figure} is ${value}, less than half of ${target}, its target.</p>
<p>You are told once, until you acknowledge the alert.</p>`;
  return {
    subject: `Behind its target: ${name}`.replace(/\s+/g, ' ').slice(0, 200).toWellFormed(),
    html: `<!doctype html><html lang="en"><body style="font-family:system-ui,sans-serif;line-height:1.5">${body}</body></html>`,
    text: plainTextOf(body),
  };
}
