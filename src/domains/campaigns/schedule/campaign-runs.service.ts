import { Injectable } from '@nestjs/common';
import type { Campaign } from '../campaign.answers.dto.js';
import { NothingToStart } from '../campaign.errors.js';
import { seriesOf } from '../campaign-state.js';
import { planOf } from '../plan/campaign-plan.js';
import {
  type CampaignRun,
  couldStartAt,
  isMissed,
  isRecurring,
  latestDue,
  nextRun,
  runDueAt,
} from './campaign-schedule.js';
import type { CampaignSchedule } from './campaign-schedule.dto.js';
import { RunRepository } from './run.repository.js';

interface DueRun {
  /** Null where none is due until the end date. */
  readonly run: CampaignRun | null;
  /** Whether it comes too late for a campaign that would rather leave it out. */
  readonly missed: boolean;
  readonly passedOver: number;
  readonly next: CampaignRun | null;
}

/** When campaigns are due, and the runs of those that come again. Joins the running transaction. */
@Injectable()
export class CampaignRuns {
  constructor(private readonly runs: RunRepository) {}

  /** The first start of a campaign that is launched now; null where it is to begin at once. Throws `campaigns/nothing-to-start`. */
  firstOf(campaign: Campaign, now: Date): CampaignRun | null {
    // The time of a run that failed has come.
    if (campaign.run_at !== null) return null;
    const { schedule } = planOf(campaign);
    if (schedule === null) {
      const start = campaign.start_date === null ? null : new Date(campaign.start_date);
      return start !== null && start > now ? { runAt: start, startAt: start } : null;
    }
    const first = nextRun(schedule, now, campaign.end_date);
    if (first === null)
      throw new NothingToStart().withIssues([{ path: 'schedule', message: 'It has no time to come' }]);
    return isRecurring(schedule) || first.startAt > now ? first : null;
  }

  /** What a campaign that goes on waits for; null where nothing is to come, or it has begun. What starts once starts now at the earliest. */
  nextOf(campaign: Campaign, now: Date): CampaignRun | null {
    const { schedule } = planOf(campaign);
    if (campaign.run_at !== null) return null;
    if (isRecurring(schedule)) return nextRun(schedule, now, campaign.end_date);
    if (campaign.launched_at !== null) return null;
    const start = campaign.start_date === null ? now : new Date(campaign.start_date);
    const once = schedule === null ? { runAt: start, startAt: start } : nextRun(schedule, now);
    return once && { ...once, startAt: once.startAt > now ? once.startAt : now };
  }

  /** The run of a campaign's schedule that is due, whether it is missed, the runs that it passes over, and the one behind it. */
  async dueOf(campaign: Campaign, schedule: CampaignSchedule, dueAt: Date): Promise<DueRun> {
    const first = runDueAt(schedule, dueAt);
    if (!first) return { run: null, missed: false, passedOver: 0, next: null };
    const [now, end] = [new Date(), campaign.end_date];
    const since = (await this.runs.waitingSince(campaign.created_by, campaign.id)) ?? new Date(0);
    const { latest, passedOver } = latestDue(schedule, first, now, since);
    const isIn = end === null || latest.runAt <= new Date(end);
    const missed = isIn && isMissed(schedule, couldStartAt(latest, since), now);
    return { run: isIn ? latest : null, missed, passedOver, next: nextRun(schedule, latest.runAt, end) };
  }

  await(campaign: Campaign, run: CampaignRun): Promise<boolean> {
    return this.runs.setDue(campaign.created_by, campaign.id, run.startAt);
  }

  /** Whether a time of it is to come, or has come and is being taken up. */
  async isAwaited(campaign: Campaign): Promise<boolean> {
    return (await this.runs.waitingSince(campaign.created_by, campaign.id)) !== null;
  }

  /** Nothing of it is due any more. Answers whether something was. */
  callOff(campaign: Campaign): Promise<boolean> {
    return this.runs.setDue(campaign.created_by, campaign.id, null);
  }

  /** When to look whether it is over. */
  settleAt(campaign: Campaign, at: Date): Promise<void> {
    return this.runs.setSettling(campaign.created_by, campaign.id, at);
  }

  /** Lets it be seen whether the campaign this was a run of is over. */
  async settleParent(run: Campaign): Promise<void> {
    const parentId = seriesOf(run);
    if (parentId !== undefined) await this.runs.setSettling(run.created_by, parentId, new Date());
  }

  /** All runs that a campaign has had. */
  idsOf(ownerId: string, parentId: string): Promise<string[]> {
    return this.runs.ids(ownerId, parentId);
  }

  /** A campaign of its own for one time of the schedule; undefined where it has been made before. */
  begin(parent: Campaign, run: CampaignRun): Promise<Campaign | undefined> {
    return this.runs.add(parent, run);
  }

  /** Runs that are under way or wait, held for the running transaction. */
  open(ownerId: string, parentId: string): Promise<Campaign[]> {
    return this.runs.open(ownerId, parentId);
  }

  /** Those of them that were paused with their campaign, and not by themselves. */
  pausedWith({ created_by: ownerId, id }: Campaign): Promise<Campaign[]> {
    return this.runs.open(ownerId, id, 'paused with it');
  }

  /** A paused run goes on with its campaign, or only by itself. */
  goesOnWithParent({ created_by: ownerId, id }: Campaign, does: boolean): Promise<void> {
    return this.runs.setPausedWithParent(ownerId, id, does);
  }
}
