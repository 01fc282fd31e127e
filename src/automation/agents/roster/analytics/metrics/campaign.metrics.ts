import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import { CampaignSumsService } from '#domains/campaigns/sums/campaign-sums.service';
import type { MetricDefinition, Readings } from './metric.js';
import { MetricSource } from './metric-source.js';
import { percent } from './percent.js';

/** Campaigns and their money. */
@Injectable()
export class CampaignMetrics extends MetricSource {
  readonly metrics: readonly MetricDefinition[] = [
    {
      name: 'total_campaigns',
      label: 'Campaigns',
      type: 'campaign_performance',
      unit: 'count',
      better: 'neither',
      days: 'none',
    },
    {
      name: 'active_campaigns',
      label: 'Running campaigns',
      type: 'campaign_performance',
      unit: 'count',
      better: 'neither',
      days: 'none',
    },
    {
      name: 'total_campaign_spend',
      label: 'Campaign spend',
      type: 'campaign_performance',
      unit: 'money',
      better: 'neither',
      days: 'none',
    },
    {
      name: 'total_revenue',
      label: 'Campaign revenue',
      type: 'campaign_performance',
      unit: 'money',
      better: 'higher',
      days: 'none',
    },
    {
      name: 'avg_conversion_rate',
      label: 'Campaign conversion rate',
      type: 'conversion',
      unit: 'percent',
      better: 'higher',
      days: 'none',
    },
    {
      name: 'campaign_roi',
      label: 'Return on campaign spend',
      type: 'roi',
      unit: 'percent',
      better: 'higher',
      days: 'none',
    },
  ];

  constructor(private readonly campaigns: CampaignSumsService) {
    super();
  }

  async measure(ownerId: string, period: Period): Promise<Readings> {
    const { campaigns, active, spend, revenue, conversion_rate } = await this.campaigns.of(ownerId, period);
    return {
      total_campaigns: { value: campaigns },
      active_campaigns: { value: active },
      total_campaign_spend: { value: spend },
      total_revenue: { value: revenue },
      avg_conversion_rate: { value: conversion_rate },
      campaign_roi: { value: spend === null || revenue === null ? null : percent(revenue - spend, spend) },
    };
  }

  /** Money is kept as running totals: there is no day to put it on. */
  daily() {
    return Promise.resolve({});
  }
}
