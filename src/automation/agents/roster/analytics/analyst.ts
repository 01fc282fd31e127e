import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import type { ReportType } from '#domains/analytics/analytics.answers.dto';
import type { NewInsight } from '#domains/analytics/insights/insight.repository';
import { InsightService } from '#domains/analytics/insights/insight.service';
import { AnalyticsReports } from '#domains/analytics/reports/report.service';
import type { AgentRun } from '../../runs/agent-run.js';
import { WORD_SIGNALS, WRITE_REPORT } from './analytics.prompts.js';
import { reportByRule, ReportWords, WordedSignals, wordsByRule } from './insight-words.js';
import { figureOf, type Metric, type MetricType, type Series } from './metrics/metric.js';
import { MetricCollector } from './metrics/metric-collector.js';
import { anomaliesIn, gravestFirst, relationsIn, type Signal, trendsIn } from './signals.js';

const WORDED_AT_MOST = 10;

/** Measures, tells what is worth a word, and puts it into words. */
@Injectable()
export class Analyst {
  constructor(
    private readonly collector: MetricCollector,
    private readonly insights: InsightService,
    private readonly reports: AnalyticsReports,
  ) {}

  /** The time of the run: it stays the same when the run is gone on with. */
  now(run: AgentRun): Promise<string> {
    return run.step({ key: 'note the time' }, () => Promise.resolve(new Date().toISOString()));
  }

  measure(run: AgentRun, period: Period, types: readonly MetricType[] = []): Promise<Metric[]> {
    return run.step({ key: 'measure', input: { ...period, types } }, () =>
      this.collector.collect(run.userId, period, types),
    );
  }

  series(run: AgentRun, period: Period, types: readonly MetricType[] = []): Promise<Series[]> {
    return run.step({ key: 'measure by day', input: { ...period, types } }, () =>
      this.collector.series(run.userId, period, types),
    );
  }

  async notice(run: AgentRun, period: Period, types: readonly MetricType[]) {
    const { insights } = await this.look(run, period, types);
    return run.change(
      {
        key: 'keep insights',
        risk: 'draft',
        input: { insights: insights.length },
        says: `Keep ${insights.length} insights`,
      },
      () => this.insights.keep(run.userId, insights),
    );
  }

  async report(run: AgentRun, type: ReportType, period: Period) {
    const { metrics, insights } = await this.look(run, period, []);
    const figures = metrics.map(figureOf);
    const noticed = insights.map(({ title, description, recommendations }) => ({
      title,
      description,
      recommendations,
    }));
    const { value: words } = await run.ask({
      prompt: WRITE_REPORT,
      parts: [{ kind: 'text', text: JSON.stringify({ period, metrics: figures, insights: noticed }) }],
      shape: { name: 'report', type: ReportWords },
      offline: () => reportByRule(metrics, insights),
      temperature: 0.5,
      maxTokens: 1_500,
    });
    const provenance = run.provenance();
    const title = `${type.replace(/^./, (letter) => letter.toUpperCase())} report, ${period.from.slice(0, 10)} to ${period.to.slice(0, 10)}`;
    return run.change({ key: 'keep the report', risk: 'draft', says: `Keep ${title}` }, async () =>
      this.reports.keep(run.userId, {
        title,
        report_type: type,
        period_start: period.from,
        period_end: period.to,
        metrics: figures,
        insights: await this.insights.keep(run.userId, insights),
        executive_summary: words.executive_summary,
        recommendations: words.recommendations,
        provenance,
      }),
    );
  }

  /** What was measured, and what of it is worth a word, worded: the gravest first, ten at most, then three relations at most. */
  private async look(run: AgentRun, period: Period, types: readonly MetricType[]) {
    const metrics = await this.measure(run, period, types);
    const series = await this.series(run, period, types);
    const changes = gravestFirst([...trendsIn(metrics, series), ...anomaliesIn(series)]);
    const signals = [...changes.slice(0, WORDED_AT_MOST), ...relationsIn(series)];
    await run.progress(40, `Found ${signals.length} signals in ${metrics.length} metrics`);
    return { metrics, insights: await this.word(run, signals, period) };
  }

  private async word(run: AgentRun, signals: readonly Signal[], period: Period): Promise<NewInsight[]> {
    if (signals.length === 0) return [];
    const { value } = await run.ask({
      prompt: WORD_SIGNALS,
      parts: [{ kind: 'text', text: JSON.stringify(signals.map(toldOf)) }],
      shape: { name: 'insights', type: WordedSignals },
      offline: () => ({
        insights: signals.map((signal, at) => ({ number: at + 1, ...wordsByRule(signal) })),
      }),
      temperature: 0.3,
      maxTokens: 3_000,
    });
    const byModel = new Map(value.insights.map(({ number, ...words }) => [number, words]));
    const provenance = run.provenance();
    return signals.map((signal, at) => {
      const worded = byModel.get(at + 1);
      return {
        ...(worded ?? wordsByRule(signal)),
        type: signal.kind,
        level: signal.level,
        impact: signal.impact,
        impact_score: signal.impactScore,
        confidence: signal.confidence,
        metric: signal.metric.name,
        related_metric: signal.related?.name ?? null,
        change_percent: signal.changePercent,
        period_start: period.from,
        period_end: period.to,
        provenance: worded ? provenance : { ...provenance, ai: false, provider: 'offline', model: 'offline' },
      };
    });
  }
}

/** What a model is shown of a signal: our words and figures only. */
function toldOf(
  { metric, related, kind, level, impact, value, reference, changePercent, slope, day }: Signal,
  at: number,
) {
  const { label, unit, better } = metric;
  if (related)
    return {
      number: at + 1,
      kind,
      metrics: [label, related.label],
      rank_correlation: value,
      days: reference,
    };
  const figures = { value, compared_with: reference, change_percent: changePercent, slope_a_day: slope, day };
  return { number: at + 1, kind, metric: label, unit, better, level, impact, ...figures };
}
