import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import { ContentSumsService } from '#domains/content/sums/content-sums.service';
import type { MetricDefinition, Readings } from './metric.js';
import { MetricSource } from './metric-source.js';

/** Content that was written in a period, as it stands today. */
@Injectable()
export class ContentMetrics extends MetricSource {
  readonly metrics: readonly MetricDefinition[] = [
    {
      name: 'total_content',
      label: 'Content pieces',
      type: 'content_engagement',
      unit: 'count',
      better: 'neither',
      days: 'every',
    },
    {
      name: 'avg_seo_score',
      label: 'Average SEO score',
      type: 'content_engagement',
      unit: 'score',
      better: 'higher',
      days: 'none',
    },
    {
      name: 'avg_readability_score',
      label: 'Average readability',
      type: 'content_engagement',
      unit: 'score',
      better: 'higher',
      days: 'none',
    },
    {
      name: 'avg_engagement_prediction',
      label: 'Average predicted engagement',
      type: 'content_engagement',
      unit: 'score',
      better: 'higher',
      days: 'none',
    },
  ];

  constructor(private readonly content: ContentSumsService) {
    super();
  }

  async measure(ownerId: string, period: Period): Promise<Readings> {
    const sums = await this.content.of(ownerId, period);
    return {
      total_content: { value: sums.pieces },
      avg_seo_score: { value: sums.seo_score },
      avg_readability_score: { value: sums.readability_score },
      avg_engagement_prediction: { value: sums.engagement_prediction },
    };
  }

  async daily(ownerId: string, period: Period) {
    const days = await this.content.daily(ownerId, period);
    return { total_content: days.map(({ day, pieces }) => ({ day, value: pieces })) };
  }
}
