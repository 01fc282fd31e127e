import { Injectable } from '@nestjs/common';
import { CampaignRepository } from '../campaign.repository.js';
import { CampaignNotFound } from '../campaign.errors.js';
import { CampaignMetricRepository, type MeasuredMetric } from './campaign-metric.repository.js';
import type { Reading } from './metric-score.js';

/** What is proposed to make a campaign better; what is sent stays as it is until a person takes it over. */
export interface Optimisation {
  readonly optimizations: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** How campaigns do, and what was proposed to make them do better. */
@Injectable()
export class CampaignPerformance {
  constructor(
    private readonly campaigns: CampaignRepository,
    private readonly metrics: CampaignMetricRepository,
  ) {}

  /** Readings since a day, by campaign. */
  readings(ownerId: string, campaignIds: readonly string[], since: string): Promise<Map<string, Reading[]>> {
    return this.metrics.since(ownerId, campaignIds, since);
  }

  /** Everything that was recorded of campaigns since a moment; newest first. */
  recorded(ownerId: string, campaignIds: readonly string[], since: Date): Promise<MeasuredMetric[]> {
    return this.metrics.recorded(ownerId, campaignIds, since);
  }

  /** Keeps a proposal beside the content it was made for, and notes that it was made. */
  async keepOptimisation(
    ownerId: string,
    campaignId: string,
    { optimizations, at }: Optimisation,
  ): Promise<void> {
    const kept = await this.campaigns.addToContent(ownerId, campaignId, {
      ai_optimizations: optimizations,
      optimization_date: at.toISOString(),
    });
    if (!kept) throw new CampaignNotFound(campaignId);
    await this.metrics.add(
      campaignId,
      [{ type: 'optimization_applied', value: 1, day: at.toISOString().slice(0, 10) }],
      { optimization_type: 'ai_enhanced', optimization_timestamp: at.toISOString() },
    );
  }
}
