import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { dayAfter, daysBefore } from '#kernel/period';
import { type Expected, forecast, FORECAST_NEEDS } from '#domains/analytics/statistics/forecast';
import type { AgentRun } from '../../runs/agent-run.js';
import { Analyst } from './analyst.js';
import type { PredictInput, PredictOutput } from './analytics.forms.js';
import { EXPLAIN_FORECAST } from './analytics.prompts.js';
import { forecastByRule, ForecastWords } from './insight-words.js';
import { MetricNotDaily, TooFewPoints } from './metric.errors.js';
import { hundredths, type MetricDefinition } from './metrics/metric.js';
import { MetricCollector } from './metrics/metric-collector.js';

/** Draws figures on into the days to come. */
@Injectable()
export class Forecaster {
  constructor(
    private readonly analyst: Analyst,
    private readonly collector: MetricCollector,
  ) {}

  async predict(
    run: AgentRun,
    { metric: wanted, days, history_days }: z.output<typeof PredictInput>,
  ): Promise<z.input<typeof PredictOutput>> {
    const metric = this.dailyMetric(wanted);
    const period = daysBefore(await this.analyst.now(run), history_days);
    const series = await this.analyst.series(run, period, [metric.type]);
    const points = series.find(({ name }) => name === wanted)?.points ?? [];
    const ahead = forecast(
      points.map(({ value }) => value),
      days,
    );
    if (ahead === null) throw new TooFewPoints(metric.label, FORECAST_NEEDS, points.length);
    const predictions = datedFrom(points.at(-1)?.day ?? period.to, ahead.days);
    const slope = hundredths(ahead.slope);
    const figures = {
      days_measured: points.length,
      slope_a_day: slope,
      first: predictions[0],
      last: predictions.at(-1),
    };
    const { value: words, ai } = await run.ask({
      prompt: EXPLAIN_FORECAST,
      parts: [
        { kind: 'text', text: JSON.stringify({ metric: metric.label, unit: metric.unit, ...figures }) },
      ],
      shape: { name: 'forecast', type: ForecastWords },
      offline: () => forecastByRule(metric.label, points.length, slope),
      temperature: 0.3,
      maxTokens: 600,
    });
    return {
      metric: wanted,
      predictions,
      trend: { slope_per_day: slope, direction: slope > 0 ? 'rising' : slope < 0 ? 'falling' : 'steady' },
      data_points: points.length,
      residual_sigma: hundredths(ahead.sigma),
      interval: '95 %',
      ...words,
      estimated: true,
      ai,
      provenance: run.provenance(),
    };
  }

  private dailyMetric(wanted: string): MetricDefinition {
    const daily = this.collector.all.filter(({ days }) => days === 'every');
    const metric = daily.find(({ name }) => name === wanted);
    if (!metric) throw new MetricNotDaily(daily.map(({ name }) => name).join(', '));
    return metric;
  }
}

/** The days after the last that was measured. No figure that is measured by the day can be less than nothing. */
function datedFrom(last: string, days: readonly Expected[]) {
  const from0 = (value: number): number => hundredths(Math.max(0, value));
  return days.map(({ value, lower, upper }, at) => ({
    date: dayAfter(last, at + 1),
    predicted_value: from0(value),
    lower: from0(lower),
    upper: from0(upper),
  }));
}
