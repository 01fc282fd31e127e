import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import { ReportService } from '#domains/leads/reports/report.service';
import type { MetricDefinition, Readings } from './metric.js';
import { MetricSource } from './metric-source.js';
import { percent } from './percent.js';

/** Leads that came in in a period, as they stand today: those of a late period have had less time to be qualified. */
@Injectable()
export class LeadMetrics extends MetricSource {
  readonly metrics: readonly MetricDefinition[] = [
    {
      name: 'total_leads',
      label: 'New leads',
      type: 'lead_generation',
      unit: 'count',
      better: 'higher',
      days: 'every',
    },
    {
      name: 'qualified_leads',
      label: 'Qualified leads',
      type: 'lead_generation',
      unit: 'count',
      better: 'higher',
      days: 'every',
    },
    {
      name: 'avg_lead_quality',
      label: 'Average lead score',
      type: 'lead_generation',
      unit: 'score',
      better: 'higher',
      days: 'none',
    },
    {
      name: 'lead_conversion_rate',
      label: 'Lead conversion rate',
      type: 'conversion',
      unit: 'percent',
      better: 'higher',
      days: 'none',
    },
  ];

  constructor(private readonly leads: ReportService) {
    super();
  }

  async measure(ownerId: string, period: Period): Promise<Readings> {
    const { leads, qualified, average_score } = await this.leads.sums(ownerId, period);
    return {
      total_leads: { value: leads },
      qualified_leads: { value: qualified },
      avg_lead_quality: { value: average_score },
      lead_conversion_rate: { value: percent(qualified, leads), of: leads },
    };
  }

  async daily(ownerId: string, period: Period) {
    const days = await this.leads.daily(ownerId, period);
    return {
      total_leads: days.map(({ day, leads }) => ({ day, value: leads })),
      qualified_leads: days.map(({ day, qualified }) => ({ day, value: qualified })),
    };
  }
}
