import { Injectable } from '@nestjs/common';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { CampaignPerformance } from '#domains/campaigns/performance/performance.service';
import { CampaignRuns } from '#domains/campaigns/schedule/campaign-runs.service';
import { CampaignSpend } from '#domains/campaigns/spend/spend.service';
import { MailPerformance } from '#domains/email/performance/mail-performance.service';
import { dayOf, seriesOf, summaryOfDays } from './figures.js';
import { type PerformanceReport, RANGES } from './figures.dto.js';

const DAY_MS = 86_400_000;
const SHOWN_AT_MOST = 1_000;

/** What campaigns have reached and cost: what was recorded, and what became of their mail. */
@Injectable()
export class CampaignFigures {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly runs: CampaignRuns,
    private readonly performance: CampaignPerformance,
    private readonly spend: CampaignSpend,
    private readonly mail: MailPerformance,
  ) {}

  async report(ownerId: string, campaignId: string, range: keyof typeof RANGES): Promise<PerformanceReport> {
    const { id } = await this.campaigns.get(ownerId, campaignId);
    const to = new Date();
    const from = new Date(to.getTime() - RANGES[range] * DAY_MS);
    const firstWholeDay = dayOf(new Date(from.getTime() + DAY_MS - 1));
    const ids = [id, ...(await this.runs.idsOf(ownerId, id))];
    const [mail, recorded, spend] = await Promise.all([
      this.mail.days(ownerId, ids, from.toISOString()),
      this.performance.recorded(ownerId, ids, from),
      this.spend.byDay(ownerId, ids, firstWholeDay),
    ]);
    const series = seriesOf({ mail, recorded, spend }, from, to);
    return {
      campaign_id: id,
      range,
      from: from.toISOString(),
      to: to.toISOString(),
      metrics: recorded.slice(0, SHOWN_AT_MOST),
      summary: summaryOfDays(series),
      series,
    };
  }
}
