import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Database } from '#platform/database/database';
import { CampaignApprovals } from '#domains/campaigns/approvals/approval.service';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { CampaignEnded, CampaignNotFound, NoChannelAccepted } from '#domains/campaigns/campaign.errors';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { hasEnded } from '#domains/campaigns/campaign-state';
import type { Cause, Step } from '#domains/campaigns/history/step';
import { planOf } from '#domains/campaigns/plan/campaign-plan';
import { isMissed, isRecurring } from '#domains/campaigns/schedule/campaign-schedule';
import type { CampaignSchedule } from '#domains/campaigns/schedule/campaign-schedule.dto';
import { CampaignRuns } from '#domains/campaigns/schedule/campaign-runs.service';
import { Channels, lastMomentOf, outcomesOf, summaryOf } from './channels/channels.js';
import type { LaunchOutcome } from './execution.dto.js';

const BY_CLOCK: Cause = { actor: 'clock' };
const BY_DELIVERY: Cause = { actor: 'delivery' };

/** What happens to campaigns by themselves: they start when their time comes, come again, and are over when all is done. */
@Injectable()
export class CampaignRunner {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly approvals: CampaignApprovals,
    private readonly runs: CampaignRuns,
    private readonly channels: Channels,
  ) {}

  /**
   * Hands a held campaign to its channels; it is active only when at least one of them accepted. Joins the running transaction.
   * Throws `campaigns/ended` and `campaigns/no-channel-accepted`.
   */
  async execute(
    campaign: Campaign,
    { action, cause }: Pick<Step, 'action' | 'cause'>,
  ): Promise<LaunchOutcome> {
    if (hasEnded(campaign, new Date())) throw new CampaignEnded();
    const plan = await this.campaigns.freeze(campaign);
    const results = await this.channels.launch(campaign, plan);
    const outcomes = outcomesOf(results);
    if (!outcomes.some(({ success }) => success))
      throw new NoChannelAccepted(outcomes.map(({ message }) => message));
    const summary = summaryOf(results);
    await this.campaigns.move(campaign, 'active', { action, cause, results, summary });
    const last = lastMomentOf(results, new Date());
    if (last) await this.runs.settleAt(campaign, last);
    return { execution_results: results, summary, message: summary, campaign_status: 'active' };
  }

  /** Executes one that was launched before, which throws `campaigns/approval-required` where it would say now what nobody agreed to. */
  async start(campaign: Campaign, step: Pick<Step, 'action' | 'cause'>): Promise<LaunchOutcome> {
    await this.approvals.refuseOtherWords(campaign);
    return this.execute(campaign, step);
  }

  /** Starts a campaign whose time has come, or the next run of one that comes again. One that was moved on is left alone. */
  async startDue(ownerId: string, campaignId: string, dueAt: Date): Promise<void> {
    await this.onHeld(ownerId, campaignId, async (campaign) => {
      // Planned anew since: that plan has a time of its own.
      if (campaign.next_run_at !== null) return;
      const { schedule } = planOf(campaign);
      if (isRecurring(schedule) && campaign.run_at === null) {
        if (campaign.status === 'scheduled' || campaign.status === 'active')
          await this.runAgain(campaign, schedule, dueAt);
      } else if (campaign.status === 'scheduled') await this.startOnce(campaign, dueAt);
    });
  }

  /** All that was planned may be done: then the campaign is over. */
  async complete(ownerId: string, campaignId: string): Promise<void> {
    await this.onHeld(ownerId, campaignId, async (campaign) => {
      if (isComing(campaign)) return this.completeParent(ownerId, campaignId);
      if (campaign.status !== 'active') return;
      if (await this.channels.isBusy(ownerId, campaignId)) return;
      const summary = 'Everything planned is done';
      await this.campaigns.move(campaign, 'completed', { action: 'complete', cause: BY_DELIVERY, summary });
      await this.runs.settleParent(campaign);
    });
  }

  /** A campaign that cannot go on ends as failed, and says why. One that is over already is left alone. */
  async fail(ownerId: string, campaignId: string, summary: string): Promise<void> {
    await this.onHeld(ownerId, campaignId, async (campaign) => {
      if (campaign.status !== 'active' && campaign.status !== 'paused') return;
      await this.channels.stop(ownerId, campaignId);
      await this.campaigns.move(campaign, 'failed', { action: 'fail', cause: BY_DELIVERY, summary });
      await this.runs.settleParent(campaign);
    });
  }

  private async startOnce(campaign: Campaign, dueAt: Date): Promise<void> {
    if (isMissed(planOf(campaign).schedule, dueAt, new Date())) {
      const summary = `The start at ${dueAt.toISOString()} was missed`;
      await this.campaigns.move(campaign, 'failed', { action: 'skip', cause: BY_CLOCK, summary });
      return;
    }
    await this.tried(campaign, 'start');
  }

  private async runAgain(campaign: Campaign, schedule: CampaignSchedule, dueAt: Date): Promise<void> {
    const { run, passedOver, next, ...due } = await this.runs.dueOf(campaign, schedule, dueAt);
    const isTooLate = run !== null && (due.missed || hasEnded(campaign, new Date()));
    const missed = passedOver + (isTooLate ? 1 : 0);
    if (missed > 0) {
      const summary = missed === 1 ? 'One run was missed' : `${missed} runs were missed`;
      await this.campaigns.note(campaign, { action: 'skip', cause: BY_CLOCK, summary });
    }
    if (campaign.status === 'scheduled') {
      const summary = 'The first run of the schedule has come';
      await this.campaigns.move(campaign, 'active', { action: 'start', cause: BY_CLOCK, summary });
    }
    const begun = run && missed === passedOver ? await this.runs.begin(campaign, run) : undefined;
    if (begun) {
      await this.tried(begun, 'run');
      const summary = `Run for ${begun.run_at ?? ''}`;
      await this.campaigns.note(campaign, {
        action: 'run',
        cause: BY_CLOCK,
        summary,
        results: { campaign_id: begun.id },
      });
    }
    if (next) await this.runs.await(campaign, next);
    else {
      await this.runs.callOff(campaign);
      await this.completeParent(campaign.created_by, campaign.id);
    }
  }

  /** Starts it, or lets it fail and says why it cannot be started. */
  private async tried(campaign: Campaign, action: 'start' | 'run'): Promise<void> {
    try {
      await this.database.savepoint(() => this.start(campaign, { action, cause: BY_CLOCK }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await this.campaigns.move(campaign, 'failed', {
        action: 'fail',
        cause: BY_CLOCK,
        summary: error.message,
      });
    }
  }

  /** One that comes again is over when it has no time to come and none of its runs goes on. */
  private async completeParent(ownerId: string, parentId: string): Promise<void> {
    const parent = await this.campaigns.hold(ownerId, parentId);
    if (parent.status !== 'active' || (await this.runs.isAwaited(parent))) return;
    if ((await this.runs.open(ownerId, parentId)).length > 0) return;
    const summary = 'The last run is over';
    await this.campaigns.move(parent, 'completed', { action: 'complete', cause: BY_CLOCK, summary });
  }

  /** A campaign that was deleted meanwhile has nothing to be done. */
  private async onHeld(
    ownerId: string,
    campaignId: string,
    work: (campaign: Campaign) => Promise<void>,
  ): Promise<void> {
    try {
      await this.database.transaction(async () => work(await this.campaigns.hold(ownerId, campaignId)));
    } catch (error) {
      if (!(error instanceof CampaignNotFound)) throw error;
    }
  }
}

function isComing(campaign: Campaign): boolean {
  return campaign.run_at === null && isRecurring(planOf(campaign).schedule);
}
