import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AppError } from '#kernel/errors';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { CampaignExecutor } from '#automation/workflows/execution/campaign-executor.service';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { Copywriter } from '../content/copywriter.js';
import { CopyInput, CopyOutput } from '../content/copy.forms.js';
import * as forms from './campaign.forms.js';
import { CampaignJudge } from './campaign-judge.js';
import { healthOf, nextSendTime } from './campaign-rules.js';
import { CampaignWriter } from './campaign-writer.js';

const MONITORED_DAYS = 7;
const MONITORED_AT_MOST = 1_000;

/** Looks after campaigns: how they do, what to try, when to send them. */
@Injectable()
export class CampaignAgent extends BaseAgent {
  readonly id = 'campaign';
  override readonly aliases = ['campaign_manager', 'campaign_agent', 'campaigns'];
  readonly name = 'Campaign Agent';
  readonly does =
    'Judges campaigns by what was measured, proposes better copy and tests, schedules and watches them.';

  readonly tasks = {
    optimize_campaign: defineTask({
      does: 'Proposes better copy for a campaign and keeps the proposal beside it; what is sent stays as it is.',
      risk: 'draft',
      input: forms.OptimiseInput,
      output: forms.OptimiseOutput,
      work: (run, { campaign_id }) => this.writer.optimise(run, campaign_id),
    }),
    analyze_performance: defineTask({
      does: 'Scores campaigns from 0 to 100 against what is usual, with their trend and what to do.',
      risk: 'read',
      input: forms.AnalyseInput,
      output: forms.AnalyseOutput,
      work: (run, input) => this.analyse(run, input),
    }),
    generate_ab_tests: defineTask({
      does: 'Writes variants of one element of a campaign, to be tested against each other.',
      risk: 'read',
      input: forms.VariantsInput,
      output: forms.VariantsOutput,
      work: (run, input) => this.writer.vary(run, input),
    }),
    schedule_campaigns: defineTask({
      does: 'Gives drafts a start when such readers read, and schedules them.',
      risk: 'outside',
      input: forms.ScheduleInput,
      output: forms.ScheduleOutput,
      work: (run, input) => this.schedule(run, input),
    }),
    create_campaign_copy: defineTask({
      does: 'Writes the mail or the post of a campaign that is still to be made.',
      risk: 'read',
      input: CopyInput,
      output: CopyOutput,
      work: (run, input) => this.copywriter.campaignCopy(run, input),
    }),
    monitor_campaigns: defineTask({
      does: 'Looks at every running campaign and tells which need attention.',
      risk: 'read',
      input: forms.MonitorInput,
      output: forms.MonitorOutput,
      work: (run) => this.monitor(run),
    }),
  };

  constructor(
    private readonly campaigns: CampaignService,
    private readonly executor: CampaignExecutor,
    private readonly judge: CampaignJudge,
    private readonly writer: CampaignWriter,
    private readonly copywriter: Copywriter,
  ) {
    super();
  }

  private async analyse(
    run: AgentRun,
    { campaign_ids, time_period }: z.output<typeof forms.AnalyseInput>,
  ): Promise<z.input<typeof forms.AnalyseOutput>> {
    const campaigns = await this.campaigns.many(run.userId, [...new Set(campaign_ids)]);
    const judged = await this.judge.judge(run, campaigns, forms.PERIODS[time_period]);
    const analyses = judged.map(({ id, name, performance, recommendations }) => {
      const { score, points, byType, trend } = performance;
      return {
        campaign_id: id,
        campaign_name: name,
        performance_score: score ?? 0,
        key_metrics: {
          overall_score: score ?? 0,
          total_data_points: points,
          average_performance: score ?? 0,
          performance_trend: trend.direction,
          by_type: byType,
        },
        ai_recommendations: recommendations,
        trend_analysis: { direction: trend.direction, change_percentage: trend.changePercentage },
        analysis_period: time_period,
      };
    });
    return {
      analyses,
      total_campaigns: campaigns.length,
      successful_analyses: analyses.length,
      timestamp: new Date().toISOString(),
      status: 'completed',
    };
  }

  private async monitor(run: AgentRun): Promise<z.input<typeof forms.MonitorOutput>> {
    const { items } = await this.campaigns.list(run.userId, { status: 'active', limit: MONITORED_AT_MOST });
    const judged = await this.judge.judge(run, items, MONITORED_DAYS);
    const last_checked = new Date().toISOString();
    const watched = judged.map(({ id, name, performance: { score, points } }) => {
      return { id, name, score, points, health: healthOf({ score }) };
    });
    const ill = watched.filter(({ health }) => health.status !== 'healthy');
    return {
      monitoring_results: watched.map(({ id, name, score, points, health }) => ({
        campaign_id: id,
        campaign_name: name,
        health_status: health.status,
        metrics: { score, data_points: points },
        last_checked,
      })),
      alerts: ill.map(({ id, health }) => ({
        campaign_id: id,
        alert_type: health.status as 'warning' | 'critical',
        message: health.message,
        recommendations: [...health.recommendations],
      })),
      total_campaigns_monitored: watched.length,
      campaigns_with_issues: ill.length,
    };
  }

  private async schedule(
    run: AgentRun,
    { campaign_ids, preferences }: z.output<typeof forms.ScheduleInput>,
  ): Promise<z.input<typeof forms.ScheduleOutput>> {
    const campaigns = await this.campaigns.many(run.userId, [...new Set(campaign_ids)]);
    const scheduled: z.input<typeof forms.ScheduleOutput>['scheduled_campaigns'] = [];
    const failed: z.input<typeof forms.ScheduleOutput>['failed_campaigns'] = [];
    for (const campaign of campaigns) {
      const start = preferences.start_date ?? nextSendTime(campaign, new Date()).toISOString();
      try {
        scheduled.push(await this.scheduleOne(run, campaign, start));
      } catch (error) {
        if (!(error instanceof AppError) || run.signal.aborted) throw error;
        failed.push({ campaign_id: campaign.id, code: error.code, message: error.message });
      }
    }
    return { scheduled_campaigns: scheduled, failed_campaigns: failed, total_scheduled: scheduled.length };
  }

  private scheduleOne(run: AgentRun, { id, name }: Campaign, start_date: string) {
    const says = `Schedule ${name} for ${start_date}`;
    return run.change({ key: `schedule ${id}`, risk: 'outside', input: { start_date }, says }, async () => {
      await this.campaigns.change(run.userId, id, { start_date });
      const { campaign_status } = await this.executor.launch(run.userId, id);
      return { campaign_id: id, campaign_name: name, scheduled_time: start_date, status: campaign_status };
    });
  }
}
