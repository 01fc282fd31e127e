import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { launchProblems } from '#domains/campaigns/campaign-state';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import {
  CampaignNotLaunchable,
  IllegalTransition,
  NoChannelAccepted,
} from '#domains/campaigns/campaign.errors';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { EmailDeliveryService } from '#domains/email/email-delivery.service';
import { groupOf } from './channel-names.js';
import { EmailChannel } from './email-channel.js';
import type {
  ChannelResult,
  ChannelResults,
  LaunchOutcome,
  PauseOutcome,
  ResumeOutcome,
  StopOutcome,
} from './execution.dto.js';
import { StartScheduledJob } from './execution.jobs.js';

/** Carries campaigns out. Each step is one transaction over the campaign and its mailing: both move, or neither. */
@Injectable()
export class CampaignExecutor {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly mail: EmailDeliveryService,
    private readonly emailChannel: EmailChannel,
    private readonly jobs: Jobs,
  ) {}

  /** Validates, then hands the campaign to its channels; it is active only when at least one of them accepted. */
  launch(ownerId: string, campaignId: string): Promise<LaunchOutcome> {
    return this.database.transaction(async () => {
      const campaign = await this.campaigns.hold(ownerId, campaignId);
      if (campaign.status !== 'draft') throw new IllegalTransition(campaign.status, 'launched');
      const problems = launchProblems(campaign, new Date());
      if (problems.length > 0)
        throw new CampaignNotLaunchable(problems.map(({ message }) => message)).withIssues(problems);
      if (campaign.start_date !== null && new Date(campaign.start_date) > new Date())
        return this.schedule(campaign);
      return this.execute(campaign);
    });
  }

  /** Starts a campaign whose start date has come, or pauses it and logs why it cannot; one that was moved on is left alone. */
  startScheduled(ownerId: string, campaignId: string): Promise<void> {
    return this.database.transaction(async () => {
      const campaign = await this.campaigns.hold(ownerId, campaignId);
      const due = campaign.start_date !== null && new Date(campaign.start_date) <= new Date();
      if (campaign.status !== 'scheduled' || !due) return;
      try {
        await this.database.savepoint(() => this.execute(campaign));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        await this.campaigns.move(campaign, 'paused', {
          action: 'pause',
          results: {},
          summary: error.message,
        });
      }
    });
  }

  pause(ownerId: string, campaignId: string): Promise<PauseOutcome> {
    return this.database.transaction(async () => {
      const campaign = await this.campaigns.hold(ownerId, campaignId);
      const message = 'Campaign paused successfully';
      await this.campaigns.move(campaign, 'paused', { action: 'pause', results: {}, summary: message });
      const jobs_paused = campaign.launched_at === null ? 0 : await this.mail.pause(ownerId, campaignId);
      return { jobs_paused, message };
    });
  }

  resume(ownerId: string, campaignId: string): Promise<ResumeOutcome> {
    return this.database.transaction(async () => {
      const campaign = await this.campaigns.hold(ownerId, campaignId);
      if (campaign.status !== 'paused') throw new IllegalTransition(campaign.status, 'resumed');
      const message = 'Campaign resumed successfully';
      const log = { action: 'resume' as const, results: {}, summary: message };
      if (campaign.launched_at === null) {
        await this.campaigns.move(campaign, 'scheduled', log);
        await this.askForStart(campaign);
        return { jobs_resumed: 0, message };
      }
      await this.campaigns.move(campaign, 'active', log);
      return { jobs_resumed: await this.mail.resume(ownerId, campaignId), message };
    });
  }

  stop(ownerId: string, campaignId: string): Promise<StopOutcome> {
    return this.database.transaction(async () => {
      const campaign = await this.campaigns.hold(ownerId, campaignId);
      const message = 'Campaign stopped and marked as completed';
      await this.campaigns.move(campaign, 'completed', { action: 'stop', results: {}, summary: message });
      const jobs_cancelled = campaign.launched_at === null ? 0 : await this.mail.stop(ownerId, campaignId);
      return { jobs_cancelled, message };
    });
  }

  /** The mailing is over, and with it the only automated channel: the campaign is completed. */
  complete(ownerId: string, campaignId: string): Promise<void> {
    return this.database.transaction(async () => {
      const campaign = await this.campaigns.hold(ownerId, campaignId);
      if (campaign.status !== 'active') return;
      await this.campaigns.move(campaign, 'completed', {
        action: 'complete',
        results: {},
        summary: 'All mail is settled',
      });
    });
  }

  /** Ends what runs for the campaign, then deletes it. */
  remove(ownerId: string, campaignId: string): Promise<void> {
    return this.database.transaction(async () => {
      const campaign = await this.campaigns.hold(ownerId, campaignId);
      if (campaign.launched_at !== null) await this.mail.stop(ownerId, campaignId);
      await this.campaigns.remove(ownerId, campaignId);
    });
  }

  private async schedule(campaign: Campaign): Promise<LaunchOutcome> {
    const scheduled_time = campaign.start_date ?? '';
    const summary = `Campaign scheduled for ${scheduled_time}`;
    const results: ChannelResults = { email: null, social: null, content: null };
    for (const group of groupsOf(campaign))
      results[group] = { success: true, message: summary, scheduled_time };
    await this.campaigns.move(campaign, 'scheduled', { action: 'launch', results, summary });
    await this.askForStart(campaign);
    return { execution_results: results, summary, message: summary, campaign_status: 'scheduled' };
  }

  private async askForStart({ created_by: ownerId, id: campaignId, start_date }: Campaign): Promise<void> {
    await this.jobs.send(
      StartScheduledJob,
      { ownerId, campaignId },
      { startAfter: new Date(start_date ?? Date.now()) },
    );
  }

  private async execute(campaign: Campaign): Promise<LaunchOutcome> {
    const results: ChannelResults = { email: null, social: null, content: null };
    const groups = groupsOf(campaign);
    if (groups.has('email')) results.email = await this.emailChannel.launch(campaign);
    if (groups.has('social')) results.social = notAutomated();
    if (groups.has('content')) results.content = notAutomated();
    const others = campaign.channels.filter((channel) => groupOf(channel) === undefined);
    if (others.length > 0)
      results.other = Object.fromEntries(others.map((channel) => [channel, notAutomated()]));
    const outcomes = [results.email, results.social, results.content, ...Object.values(results.other ?? {})];
    if (!outcomes.some((outcome) => outcome?.success))
      throw new NoChannelAccepted(outcomes.flatMap((outcome) => (outcome ? [outcome.message] : [])));
    const summary = summaryOf(results);
    await this.campaigns.move(campaign, 'active', { action: 'launch', results, summary });
    return { execution_results: results, summary, message: summary, campaign_status: 'active' };
  }
}

function groupsOf({ channels }: Campaign): Set<'email' | 'social' | 'content'> {
  return new Set(channels.flatMap((channel) => groupOf(channel) ?? []));
}

function notAutomated(): ChannelResult {
  return { success: false, message: 'Channel not automated' };
}

function summaryOf({ email, social, content }: ChannelResults): string {
  const parts = [
    email && (email.success ? 'Email campaign scheduled' : 'Email campaign failed'),
    social && 'Social campaign failed',
    content && 'Content campaign failed',
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join('. ') : 'No actions executed';
}
