import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { type CampaignStatus, hasEnded, launchProblems } from '#domains/campaigns/campaign-state';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import {
  CampaignEnded,
  CampaignNotLaunchable,
  IllegalTransition,
  OverBudget,
} from '#domains/campaigns/campaign.errors';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { CampaignApprovals } from '#domains/campaigns/approvals/approval.service';
import { BY_OWNER, type Cause, PARTICIPLE, type Step } from '#domains/campaigns/history/step';
import { planOf } from '#domains/campaigns/plan/campaign-plan';
import { type CampaignRun, isRecurring } from '#domains/campaigns/schedule/campaign-schedule';
import { CampaignRuns } from '#domains/campaigns/schedule/campaign-runs.service';
import { storedScheduleProblems } from '#domains/campaigns/schedule/stored-schedule';
import { CampaignRunner } from './campaign-runner.service.js';
import { groupOf } from './channels/channel-names.js';
import { Channels } from './channels/channels.js';
import type {
  ChannelResults,
  LaunchOutcome,
  PauseOutcome,
  ResumeOutcome,
  StopOutcome,
} from './execution.dto.js';

/** Carries campaigns out at their owner's word. Each step is one transaction over the campaign and all it has planned. */
@Injectable()
export class CampaignExecutor {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly approvals: CampaignApprovals,
    private readonly runs: CampaignRuns,
    private readonly runner: CampaignRunner,
    private readonly channels: Channels,
  ) {}

  /** Validates, then schedules the campaign, or hands it to its channels at once. */
  launch(ownerId: string, campaignId: string, cause: Cause = BY_OWNER): Promise<LaunchOutcome> {
    return this.onHeld(ownerId, campaignId, async (campaign) => {
      if (campaign.status !== 'draft' && campaign.status !== 'failed')
        throw new IllegalTransition(campaign.status, PARTICIPLE.launch);
      const now = new Date();
      const problems = [...launchProblems(campaign, now), ...storedScheduleProblems(campaign.schedule, now)];
      if (problems.length > 0)
        throw new CampaignNotLaunchable(problems.map(({ message }) => message)).withIssues(problems);
      await this.approvals.admitLaunch(campaign);
      await this.refuseOverBudget(campaign);
      const fresh = { ...campaign, plan: null };
      const first = this.runs.firstOf(fresh, now);
      if (first) return this.schedule(fresh, first, cause);
      return this.runner.execute(fresh, { action: 'launch', cause });
    });
  }

  /** Answers how many mails, posts, texts and starts wait now. */
  pause(ownerId: string, campaignId: string, cause: Cause = BY_OWNER): Promise<PauseOutcome> {
    return this.onHeld(ownerId, campaignId, async (campaign) => {
      const message = 'Campaign paused successfully';
      const jobs_paused = await this.withRuns(campaign, 'pauses', (one) =>
        this.halt(one, {
          action: 'pause',
          cause,
          summary: isByOwner(cause) ? message : (cause.reason ?? message),
        }),
      );
      return { jobs_paused, message };
    });
  }

  /** Goes on where it was paused, until its end date. Times of a schedule that came meanwhile are left out; one that starts once starts now. */
  resume(ownerId: string, campaignId: string, cause: Cause = BY_OWNER): Promise<ResumeOutcome> {
    return this.onHeld(ownerId, campaignId, async (campaign) => {
      if (campaign.status !== 'paused') throw new IllegalTransition(campaign.status, PARTICIPLE.resume);
      if (hasEnded(campaign, new Date())) throw new CampaignEnded();
      await this.refuseOverBudget(campaign);
      const message = 'Campaign resumed successfully';
      const step: Step = { action: 'resume', cause, summary: message };
      const jobs_resumed = await this.withRuns(campaign, 'resumes', (one) => this.goOn(one, step));
      return { jobs_resumed, message };
    });
  }

  /** Ends it for good. Answers how many mails, posts, texts and starts will not be. */
  stop(ownerId: string, campaignId: string, cause: Cause = BY_OWNER): Promise<StopOutcome> {
    return this.end(ownerId, campaignId, 'completed', {
      action: 'stop',
      cause,
      summary: 'Campaign stopped and marked as completed',
    });
  }

  /** Moves a campaign to where somebody wants it, by the step that leads there. */
  become(ownerId: string, campaignId: string, to: CampaignStatus, reason?: string): Promise<Campaign> {
    const cause: Cause = { ...BY_OWNER, reason };
    return this.database.transaction(async () => {
      const campaign = await this.campaigns.hold(ownerId, campaignId);
      await this.take(campaign, to, cause);
      return this.campaigns.get(ownerId, campaignId);
    });
  }

  /** Ends what runs for the campaign, then deletes it. */
  remove(ownerId: string, campaignId: string): Promise<void> {
    return this.onHeld(ownerId, campaignId, async (campaign) => {
      const summary = 'The campaign that this was a run of was deleted';
      const step: Step = { action: 'stop', cause: BY_OWNER, summary };
      await this.withRuns(campaign, 'stops', (one) =>
        one.id === campaignId ? this.callOff(one) : this.endOne(one, 'completed', step),
      );
      await this.runs.settleParent(campaign);
      await this.campaigns.remove(ownerId, campaignId);
    });
  }

  private async take(campaign: Campaign, to: CampaignStatus, cause: Cause): Promise<void> {
    const { id, created_by: ownerId, status } = campaign;
    if (to === 'paused') await this.pause(ownerId, id, cause);
    else if (to === 'completed') await this.stop(ownerId, id, cause);
    else if (to === 'cancelled')
      await this.end(ownerId, id, to, { action: 'cancel', cause, summary: 'Campaign cancelled' });
    else if (to === 'archived')
      await this.end(ownerId, id, to, { action: 'archive', cause, summary: 'Campaign archived' });
    else if (to === 'draft')
      await this.end(ownerId, id, to, {
        action: 'unschedule',
        cause,
        summary: 'Campaign taken back to its draft',
      });
    else if (to === 'active' && status === 'scheduled') await this.startNow(campaign, cause);
    else if (status === 'paused' && (to === 'scheduled') === (campaign.launched_at === null))
      await this.resume(ownerId, id, cause);
    else if (to === 'scheduled') await this.launchFor(campaign, cause);
    else await this.launch(ownerId, id, cause);
  }

  /** A launch that must not begin at once. */
  private async launchFor(campaign: Campaign, cause: Cause): Promise<void> {
    const isLaunchable = campaign.status === 'draft' || campaign.status === 'failed';
    if (!isLaunchable || this.runs.firstOf({ ...campaign, plan: null }, new Date()) === null)
      throw new IllegalTransition(
        isLaunchable ? `${campaign.status} and has no time to come` : campaign.status,
        'scheduled',
      );
    await this.launch(campaign.created_by, campaign.id, cause);
  }

  private async startNow(campaign: Campaign, cause: Cause): Promise<void> {
    if (isRecurring(planOf(campaign).schedule))
      throw new IllegalTransition('scheduled to come again', 'started at once');
    await this.refuseOverBudget(campaign);
    await this.runs.callOff(campaign);
    await this.runner.start(campaign, { action: 'start', cause });
  }

  private end(ownerId: string, campaignId: string, to: CampaignStatus, step: Step): Promise<StopOutcome> {
    return this.onHeld(ownerId, campaignId, async (campaign) => {
      const jobs_cancelled = await this.withRuns(campaign, 'stops', (one) =>
        this.endOne(one, one.id === campaign.id ? to : 'completed', step),
      );
      await this.runs.settleParent(campaign);
      return { jobs_cancelled, message: step.summary };
    });
  }

  /** The step for the campaign, then for its runs that are under way, or were paused with it; answers the sum. */
  private async withRuns(
    campaign: Campaign,
    whom: 'pauses' | 'resumes' | 'stops',
    step: (one: Campaign) => Promise<number>,
  ): Promise<number> {
    let sum = await step(campaign);
    if (campaign.run_at !== null) return sum;
    const { id, created_by: ownerId } = campaign;
    const runs = await (whom === 'resumes' ? this.runs.pausedWith(campaign) : this.runs.open(ownerId, id));
    for (const run of runs) {
      if (whom === 'pauses' && run.status !== 'active') continue;
      sum += await step(run);
      if (whom === 'pauses') await this.runs.goesOnWithParent(run, true);
    }
    return sum;
  }

  private async halt(campaign: Campaign, step: Step): Promise<number> {
    const wasDue = await this.runs.callOff(campaign);
    await this.campaigns.move(campaign, 'paused', step);
    return (wasDue ? 1 : 0) + (await this.channels.pause(campaign.created_by, campaign.id));
  }

  private async endOne(campaign: Campaign, to: CampaignStatus, step: Step): Promise<number> {
    const waiting = await this.callOff(campaign);
    await this.campaigns.move(campaign, to, step);
    return waiting;
  }

  private async callOff(campaign: Campaign): Promise<number> {
    const wasDue = await this.runs.callOff(campaign);
    return (wasDue ? 1 : 0) + (await this.channels.stop(campaign.created_by, campaign.id));
  }

  private async goOn(campaign: Campaign, step: Step): Promise<number> {
    const hasBegun = campaign.launched_at !== null;
    const status = hasBegun ? 'active' : 'scheduled';
    await this.campaigns.move(campaign, status, step);
    const next = this.runs.nextOf(campaign, new Date());
    if (next) await this.runs.await(campaign, next);
    else if (!hasBegun) {
      const over: Step = { ...step, action: 'complete', summary: 'Its schedule has no time to come' };
      return this.endOne({ ...campaign, status }, 'completed', over);
    }
    const going = await this.channels.resume(campaign.created_by, campaign.id);
    if (hasBegun) await this.runs.settleAt(campaign, new Date());
    return (next ? 1 : 0) + going;
  }

  private async schedule(campaign: Campaign, first: CampaignRun, cause: Cause): Promise<LaunchOutcome> {
    await this.campaigns.freeze(campaign);
    const scheduled_time = first.runAt.toISOString();
    const summary = `Campaign scheduled for ${scheduled_time}`;
    const results: ChannelResults = { email: null, social: null, content: null };
    for (const group of new Set(campaign.channels.flatMap((channel) => groupOf(channel) ?? [])))
      results[group] = { success: true, message: summary, scheduled_time };
    await this.campaigns.move(campaign, 'scheduled', { action: 'launch', cause, results, summary });
    await this.runs.await(campaign, first);
    return { execution_results: results, summary, message: summary, campaign_status: 'scheduled' };
  }

  private async refuseOverBudget({ created_by: ownerId, id }: Campaign): Promise<void> {
    const payers = await this.campaigns.payers(ownerId, id);
    if (payers.some(({ over_budget, settings }) => over_budget && settings['pause_over_budget'] === true))
      throw new OverBudget();
  }

  private onHeld<Result>(
    ownerId: string,
    campaignId: string,
    work: (campaign: Campaign) => Promise<Result>,
  ): Promise<Result> {
    return this.database.transaction(async () => work(await this.campaigns.hold(ownerId, campaignId)));
  }
}

function isByOwner({ actor }: Cause): boolean {
  return actor === 'owner';
}
