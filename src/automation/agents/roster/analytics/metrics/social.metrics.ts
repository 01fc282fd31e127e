import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import { SocialSumsService } from '#domains/social/sums/social-sums.service';
import type { MetricDefinition, Readings } from './metric.js';
import { MetricSource } from './metric-source.js';
import { percent } from './percent.js';

/** Posts, and the reactions to those that were published in a period, as they are known today. */
@Injectable()
export class SocialMetrics extends MetricSource {
  readonly metrics: readonly MetricDefinition[] = [
    {
      name: 'total_social_posts',
      label: 'Posts written',
      type: 'social_media',
      unit: 'count',
      better: 'neither',
      days: 'every',
    },
    {
      name: 'published_posts',
      label: 'Posts published',
      type: 'social_media',
      unit: 'count',
      better: 'neither',
      days: 'every',
    },
    {
      name: 'total_engagement',
      label: 'Reactions to posts',
      type: 'social_media',
      unit: 'count',
      better: 'higher',
      days: 'every',
    },
    {
      name: 'engagement_response_rate',
      label: 'Social engagement rate',
      type: 'social_media',
      unit: 'percent',
      better: 'higher',
      days: 'some',
    },
  ];

  constructor(private readonly social: SocialSumsService) {
    super();
  }

  async measure(ownerId: string, period: Period): Promise<Readings> {
    const { posts, published, engagement, impressions } = await this.social.of(ownerId, period);
    return {
      total_social_posts: { value: posts },
      published_posts: { value: published },
      total_engagement: { value: engagement },
      engagement_response_rate: { value: percent(engagement, impressions), of: impressions },
    };
  }

  async daily(ownerId: string, period: Period) {
    const days = await this.social.daily(ownerId, period);
    return {
      total_social_posts: days.map(({ day, posts }) => ({ day, value: posts })),
      published_posts: days.map(({ day, published }) => ({ day, value: published })),
      total_engagement: days.map(({ day, engagement }) => ({ day, value: engagement })),
      engagement_response_rate: days.flatMap(({ day, engagement, impressions }) => {
        const value = percent(engagement, impressions);
        return value === null ? [] : [{ day, value }];
      }),
    };
  }
}
