import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { OpenClawRoute } from '../../openclaw/openclaw-route.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { CampaignJudge } from '../campaigns/campaign-judge.js';
import type { PerformanceOutput } from './assistant.forms.js';
import { EXPLAIN_SCORES } from './assistant.prompts.js';

const DAYS = 30;
const RUNNING_AT_MOST = 50;

/** Says in a few sentences how campaigns do; the scores are measured, whoever words them. */
@Injectable()
export class PerformanceExplainer {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly judge: CampaignJudge,
    private readonly openclaw: OpenClawRoute,
  ) {}

  /** The named campaigns, or those that run. */
  async explain(
    run: AgentRun,
    ids: readonly string[] | undefined,
  ): Promise<z.input<typeof PerformanceOutput>> {
    const campaigns = ids
      ? await this.campaigns.many(run.userId, [...new Set(ids)])
      : (await this.campaigns.list(run.userId, { status: 'active', limit: RUNNING_AT_MOST })).items;
    const judged = await this.judge.judge(run, campaigns, DAYS);
    const analyses = judged.map(({ id, name, performance: { score, trend }, recommendations }) => ({
      campaign_id: id,
      campaign_name: name,
      performance_score: score,
      trend: trend.direction,
      recommendations,
    }));
    const { value, ai, path } = await this.openclaw.answer(
      run,
      {
        agent: 'assistant',
        task: 'analyze_performance',
        instructions: EXPLAIN_SCORES.instructions(),
        material: { days: DAYS, analyses },
        read: (words) => words.trim() || null,
      },
      () => Promise.resolve({ value: explained(analyses), ai: false }),
    );
    return {
      title: 'Campaign Performance',
      explanation: value,
      business_impact: 'Budget moved from weak campaigns to strong ones brings more at the same cost.',
      recommended_actions: [...new Set(analyses.flatMap(({ recommendations }) => recommendations))].slice(
        0,
        4,
      ),
      campaigns_analyzed: analyses.length,
      knowledge_sources: [],
      analyses,
      ai,
      execution_path: path,
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
