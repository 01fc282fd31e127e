import { Injectable } from '@nestjs/common';
import { IsUUID, MaxLength } from 'class-validator';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { MailAddress } from '#domains/email/mail-address.decorator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { type Prepared, Schedulable } from '../schedulable.js';
import { CampaignWithoutTargets } from '../schedules.errors.js';
import { hasTargets } from './target-check.js';

export class CampaignToMonitor {
  /** One of your campaigns, with `kpi_targets.conversion` or `kpi_targets.roi`. */
  @IsUUID()
  campaign_id!: string;

  /** Who is told by mail; the address you have signed up with by default. */
  @MayBeLeftOut()
  @MaxLength(254)
  @MailAddress()
  notify_email?: string;
}

/** Holding a campaign against its targets, again and again. */
@Injectable()
export class SchedulableMonitoring extends Schedulable<CampaignToMonitor> {
  readonly kind = 'campaign_monitoring';
  readonly body = CampaignToMonitor;
  readonly triggers = ['interval', 'cron'] as const;

  constructor(private readonly campaigns: CampaignService) {
    super();
  }

  async prepare(ownerId: string, { campaign_id, notify_email }: CampaignToMonitor): Promise<Prepared> {
    const campaign = await this.campaigns.get(ownerId, campaign_id);
    if (!hasTargets(campaign)) throw new CampaignWithoutTargets();
    return {
      jobId: `campaign_monitor_${campaign.id}`,
      payload: { campaignId: campaign.id, ...(notify_email !== undefined && { notify: notify_email }) },
      campaignId: campaign.id,
    };
  }
}
