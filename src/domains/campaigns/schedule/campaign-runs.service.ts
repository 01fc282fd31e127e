import { Injectable } from '@nestjs/common';
import type { Campaign } from '../campaign.answers.dto.js';
import { NothingToStart } from '../campaign.errors.js';
import { seriesOf } from '../campaign-state.js';
import { planOf } from '../plan/campaign-plan.js';
import { type CampaignRun, isRecurring, latestDue, nextRun, runDueAt } from './campaign-schedule.js';
import type { CampaignSchedule } from './campaign-schedule.dto.js';
import { RunRepository } from './run.repository.js';

/** When campaigns are due, and the runs of those that come again. Joins the running transaction. */
@Injectable()
export class CampaignRuns {
  constructor(private readonly runs: RunRepository) {}

  /** The first start of a campaign that is launched now; null where it is to begin at once. Throws `campaigns/nothing-to-start`. */
  firstOf(campaign: Campaign, now: Date): CampaignRun | null {
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

  /** What a campaign that goes on waits for; null where nothing is to come, or it has begun. */
  nextOf(campaign: Campaign, now: Date): CampaignRun | null {
    const { schedule } = planOf(campaign);
    if (campaign.run_at !== null) return null;
    if (isRecurring(schedule)) return nextRun(schedule, now, campaign.end_date);
    if (campaign.launched_at !== null) return null;
    if (schedule !== null) return nextRun(schedule, now);
    const start = campaign.start_date === null ? now : new Date(campaign.start_date);
    return { runAt: start, startAt: start };
  }

  /** The run of a schedule that is due, the runs that it passes over, and the one behind it. */
  dueOf(
    schedule: CampaignSchedule,
    dueAt: Date,
    end: string | null,
  ): { run: CampaignRun | null; passedOver: number; next: CampaignRun | null } {
    const first = runDueAt(schedule, dueAt);
    if (!first) return { run: null, passedOver: 0, next: null };
    const { latest, passedOver } = latestDue(schedule, first, new Date());
    const isIn = end === null || latest.runAt <= new Date(end);
    return { run: isIn ? latest : null, passedOver, next: nextRun(schedule, latest.runAt, end) };
  }

  await(campaign: Campaign, run: CampaignRun): Promise<boolean> {
    return this.runs.setDue(campaign.created_by, campaign.id, run.startAt);
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
}
