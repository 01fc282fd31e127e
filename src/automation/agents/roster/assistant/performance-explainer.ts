import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { performanceOf } from '#domains/campaigns/performance/metric-score';
import type { AgentRun } from '../../runs/agent-run.js';
import { recommendationsFor } from '../campaigns/campaign-rules.js';
import { CampaignReadings } from '../campaigns/campaign-readings.js';
import type { PerformanceOutput } from './assistant.forms.js';

const DAYS = 30;
const RUNNING_AT_MOST = 50;

/** Says in a few sentences how campaigns do, by what was measured alone. */
@Injectable()
export class PerformanceExplainer {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly readings: CampaignReadings,
  ) {}

  /** The named campaigns, or those that run. */
  async explain(
    run: AgentRun,
    ids: readonly string[] | undefined,
  ): Promise<z.input<typeof PerformanceOutput>> {
    const campaigns = ids
      ? await this.campaigns.many(run.userId, [...new Set(ids)])
      : (await this.campaigns.list(run.userId, { status: 'active', limit: RUNNING_AT_MOST })).items;
    const wanted = campaigns.map(({ id }) => id);
    const readings = await run.step({ key: 'read results', input: { campaigns: wanted.length } }, async () =>
      Object.fromEntries(await this.readings.of(run.userId, wanted, DAYS)),
    );
    const analyses = campaigns.map(({ id, name }) => {
      const { score, trend } = performanceOf(readings[id] ?? []);
      const recommendations = recommendationsFor(score);
      return {
        campaign_id: id,
        campaign_name: name,
        performance_score: score,
        trend: trend.direction,
        recommendations,
      };
    });
    return {
      title: 'Campaign Performance',
      explanation: explained(analyses),
      business_impact: 'Budget moved from weak campaigns to strong ones brings more at the same cost.',
      recommended_actions: [...new Set(analyses.flatMap(({ recommendations }) => recommendations))].slice(
        0,
        4,
      ),
      campaigns_analyzed: analyses.length,
      knowledge_sources: [],
      analyses,
      ai: false,
      timestamp: new Date().toISOString(),
    };
  }
}

function explained(
  analyses: readonly { campaign_name: string; performance_score: number | null; trend: string }[],
): string {
  if (analyses.length === 0) return 'No campaign is running.';
  return analyses
    .map(({ campaign_name: name, performance_score: score, trend }) =>
      score === null
        ? `Nothing has been measured of “${name}” in the last 30 days.`
        : `“${name}” scores ${score} of 100 against what is usual; the trend is ${trend.replace('_', ' ')}.`,
    )
    .join(' ');
}
