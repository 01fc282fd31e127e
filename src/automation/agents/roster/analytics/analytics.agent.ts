import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { daysBefore, periodBefore } from '#kernel/period';
import { InsightService } from '#domains/analytics/insights/insight.service';
import { AnalyticsReports } from '#domains/analytics/reports/report.service';
import { FORECAST_NEEDS } from '#domains/analytics/statistics/forecast';
import { slopeOfLast } from '#domains/analytics/statistics/line';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { Analyst } from './analyst.js';
import * as forms from './analytics.forms.js';
import { Forecaster } from './forecaster.js';
import { wordsByRule } from './insight-words.js';
import { figureOf, hundredths, METRIC_TYPES } from './metrics/metric.js';
import { anomaliesIn, gravestFirst, isLongEnough, trendsIn } from './signals.js';

const TREND_DAYS = 30;
const RECENT_INSIGHTS = 10;
const RECENT_REPORTS = 5;
const ALERTS = 10;

/** Measures an owner's marketing and says what the figures say. */
@Injectable()
export class AnalyticsAgent extends BaseAgent {
  readonly id = 'analytics';
  override readonly aliases = ['analytics_agent'];
  readonly name = 'Analytics Agent';
  readonly does =
    'Measures campaigns, leads, mail, content and posts, compares periods, finds what is unusual, predicts and reports.';

  readonly tasks = {
    collect_metrics: defineTask({
      does: 'Measures a period and the one before it.',
      risk: 'read',
      input: forms.CollectInput,
      output: forms.CollectOutput,
      work: (run, input) => this.collect(run, input),
    }),
    generate_insights: defineTask({
      does: 'Finds metrics that changed by 10 % or more, unusual days and what moves together, and keeps them in words.',
      risk: 'draft',
      input: forms.InsightsInput,
      output: forms.InsightsOutput,
      work: (run, input) => this.notice(run, input),
    }),
    generate_report: defineTask({
      does: 'Writes and keeps a report over a day, week, month, quarter or a period of your own.',
      risk: 'draft',
      input: forms.ReportInput,
      output: forms.ReportOutput,
      work: (run, input) => this.report(run, input),
    }),
    predict_metric: defineTask({
      does: 'Draws the line through the days of a metric on, with the bounds it scatters in.',
      risk: 'read',
      input: forms.PredictInput,
      output: forms.PredictOutput,
      work: (run, input) => this.forecaster.predict(run, input),
    }),
    get_dashboard: defineTask({
      does: 'Shows the main figures, trends, alerts and the newest insights and reports.',
      risk: 'read',
      input: forms.DashboardInput,
      output: forms.DashboardOutput,
      work: (run, input) => this.dashboard(run, input),
    }),
    detect_anomalies: defineTask({
      does: 'Finds metrics whose last day is further than two standard deviations from the nine before.',
      risk: 'read',
      input: forms.AnomaliesInput,
      output: forms.AnomaliesOutput,
      work: (run, input) => this.anomalies(run, input),
    }),
  };

  constructor(
    private readonly analyst: Analyst,
    private readonly forecaster: Forecaster,
    private readonly insights: InsightService,
    private readonly reports: AnalyticsReports,
  ) {
    super();
  }

  private async collect(
    run: AgentRun,
    input: z.output<typeof forms.CollectInput>,
  ): Promise<z.input<typeof forms.CollectOutput>> {
    const now = await this.analyst.now(run);
    const period = forms.periodOf(input, now);
    const metrics = await this.analyst.measure(run, period, input.metric_types);
    const wanted = input.metric_types.length > 0 ? input.metric_types : METRIC_TYPES;
    const measured = new Set(metrics.filter(({ value }) => value !== null).map(({ type }) => type));
    return {
      metrics: metrics.map(figureOf) as z.input<typeof forms.CollectOutput>['metrics'],
      period: forms.asForm(period),
      previous_period: forms.asForm(periodBefore(period)),
      unmeasured: wanted.filter((type) => !measured.has(type)),
      collected_at: now,
    };
  }

  private async notice(
    run: AgentRun,
    input: z.output<typeof forms.InsightsInput>,
  ): Promise<z.input<typeof forms.InsightsOutput>> {
    const period = forms.periodOf(input, await this.analyst.now(run));
    const insights = await this.analyst.notice(run, period, input.metric_types);
    const provenance = run.provenance();
    return {
      insights,
      total_insights: insights.length,
      period: forms.asForm(period),
      ai: provenance.ai,
      provenance,
    };
  }

  private async report(
    run: AgentRun,
    { report_type: type, period }: z.output<typeof forms.ReportInput>,
  ): Promise<z.input<typeof forms.ReportOutput>> {
    const now = await this.analyst.now(run);
    const days = type === 'custom' ? 0 : forms.REPORT_DAYS[type];
    const report = await this.analyst.report(run, type, period ?? daysBefore(now, days));
    return { report: report as z.input<typeof forms.ReportOutput>['report'], ai: run.provenance().ai };
  }

  private async anomalies(
    run: AgentRun,
    { metric_types, days }: z.output<typeof forms.AnomaliesInput>,
  ): Promise<z.input<typeof forms.AnomaliesOutput>> {
    const period = daysBefore(await this.analyst.now(run), days);
    const series = await this.analyst.series(run, period, metric_types);
    return {
      anomalies: gravestFirst(anomaliesIn(series)).map((signal) => ({
        metric: signal.metric.name,
        label: signal.metric.label,
        type: signal.metric.type,
        date: signal.day,
        value: signal.value,
        expected_value: signal.reference,
        change_percent: signal.changePercent,
        confidence: signal.confidence,
        impact: signal.impact,
        level: signal.level,
      })),
      checked_metrics: series.filter(isLongEnough).map(({ name }) => name),
      too_few_points: series.filter((one) => !isLongEnough(one)).map(({ name }) => name),
    };
  }

  private async dashboard(
    run: AgentRun,
    { days }: z.output<typeof forms.DashboardInput>,
  ): Promise<z.input<typeof forms.DashboardOutput>> {
    const now = await this.analyst.now(run);
    const period = daysBefore(now, days);
    const metrics = await this.analyst.measure(run, period);
    const series = await this.analyst.series(run, daysBefore(now, TREND_DAYS));
    const valueOf = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? null;
    const grave = gravestFirst([...trendsIn(metrics, series), ...anomaliesIn(series)]).filter(
      ({ level, impact }) => impact === 'negative' && level !== 'low',
    );
    return {
      kpi_summary: {
        total_campaigns: valueOf('total_campaigns'),
        total_leads: valueOf('total_leads'),
        avg_conversion_rate: valueOf('avg_conversion_rate'),
        total_content_pieces: valueOf('total_content'),
        social_engagement_rate: valueOf('engagement_response_rate'),
        overall_roi: valueOf('campaign_roi'),
      },
      recent_insights: await this.insights.newest(run.userId, RECENT_INSIGHTS),
      recent_reports: await this.reports.newest(run.userId, RECENT_REPORTS),
      metric_trends: series
        .filter(({ points }) => points.length >= FORECAST_NEEDS)
        .map(({ name, label, points }) => ({
          metric: name,
          label,
          points: points.map(({ day, value }) => ({ day, value: hundredths(value) })),
          slope_per_day: rounded(
            slopeOfLast(
              points.map(({ value }) => value),
              points.length,
            ),
          ),
        })),
      alerts: grave.slice(0, ALERTS).map((signal) => ({
        metric: signal.metric.name,
        kind: signal.kind,
        level: signal.level,
        message: wordsByRule(signal).description,
      })),
      period: forms.asForm(period),
      last_updated: now,
    };
  }
}

function rounded(value: number | null): number | null {
  return value === null ? null : hundredths(value);
}
