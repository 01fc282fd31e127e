import { Injectable } from '@nestjs/common';
import type { BreakerState } from '#domains/email/breaker/breaker.dto';
import { Breaker } from '#domains/email/breaker/breaker.service';
import { storedMailSettings } from '#domains/email/mail-settings';
import { AskedCampaigns } from '../inquiry/asked-campaign.service.js';

/** The circuit breaker of a campaign, launched or not. */
@Injectable()
export class CampaignBreaker {
  constructor(
    private readonly campaigns: AskedCampaigns,
    private readonly breaker: Breaker,
  ) {}

  async state(ownerId: string, campaignId: string): Promise<BreakerState> {
    const { campaign, mail } = await this.campaigns.get(ownerId, campaignId);
    return this.breaker.state(ownerId, campaign.id, storedMailSettings(mail.settings)?.breaker);
  }
}
