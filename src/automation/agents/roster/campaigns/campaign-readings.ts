import { Injectable } from '@nestjs/common';
import type { Reading } from '#domains/campaigns/performance/metric-score';
import { CampaignPerformance } from '#domains/campaigns/performance/performance.service';
import { MailPerformance } from '#domains/email/performance/mail-performance.service';

/** Everything that was measured of campaigns: what was recorded for them, and how their mail was received. */
@Injectable()
export class CampaignReadings {
  constructor(
    private readonly performance: CampaignPerformance,
    private readonly mail: MailPerformance,
  ) {}

  /** Of the last so many days, by campaign. */
  async of(userId: string, campaignIds: readonly string[], days: number): Promise<Map<string, Reading[]>> {
    const since = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const [recorded, mailed] = await Promise.all([
      this.performance.readings(userId, campaignIds, since),
      this.mail.rates(userId, campaignIds, since),
    ]);
    return new Map(campaignIds.map((id) => [id, [...(recorded.get(id) ?? []), ...(mailed.get(id) ?? [])]]));
  }
}
