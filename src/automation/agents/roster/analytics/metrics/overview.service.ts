import { Injectable } from '@nestjs/common';
import { daysBefore } from '#kernel/period';
import { InsightService } from '#domains/analytics/insights/insight.service';
import { MetricCollector } from './metric-collector.js';
import type { Overview } from './overview.dto.js';

const INSIGHTS = 10;

/** What a dashboard shows first. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly collector: MetricCollector,
    private readonly insights: InsightService,
  ) {}

  /** `period` is a number of days, as `30d`. */
  async of(ownerId: string, period: string): Promise<Overview> {
    const now = new Date().toISOString();
    const [metrics, insights] = await Promise.all([
      this.collector.collect(ownerId, daysBefore(now, Number.parseInt(period, 10))),
      this.insights.newest(ownerId, INSIGHTS),
    ]);
    const valueOf = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? null;
    return {
      metrics: {
        campaigns: valueOf('active_campaigns'),
        leads: valueOf('total_leads'),
        conversion_rate: valueOf('lead_conversion_rate'),
        revenue: valueOf('total_revenue'),
        traffic: valueOf('website_visits'),
        engagement: valueOf('total_engagement'),
      },
      insights,
      period,
      last_updated: now,
    };
  }
}
