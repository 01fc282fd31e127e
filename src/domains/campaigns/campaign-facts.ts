import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FieldIssue } from '#kernel/errors';
import { AudienceCheck } from './audiences/audience-check.js';
import type { Audience, CampaignFields } from './campaign.dto.js';
import { AudienceUnknown, BulkRefused, DatesReversed, ScheduleInvalid } from './campaign.errors.js';
import { CampaignRepository } from './campaign.repository.js';
import type { NewCampaign } from './campaign.dto.js';
import type { CampaignSchedule } from './schedule/campaign-schedule.dto.js';
import { isRecurring, scheduleProblems, startDateOf } from './schedule/campaign-schedule.js';
import { SeriesCheck } from './schedule/series-check.js';

interface Dates {
  readonly start_date?: string | null | undefined;
  readonly end_date?: string | null | undefined;
  readonly schedule?: CampaignSchedule | null | undefined;
}

/** Holds what is said of campaigns against what there is: dates, schedules, and whom audiences name. */
@Injectable()
export class CampaignFacts {
  constructor(
    private readonly campaigns: CampaignRepository,
    private readonly audiences: AudienceCheck,
    private readonly series: SeriesCheck,
  ) {}

  /** Throws `campaigns/dates-reversed`, `campaigns/schedule-invalid` or `campaigns/audience-unknown`. */
  async refuse(ownerId: string, { audience }: Pick<CampaignFields, 'audience'>, dates: Dates): Promise<void> {
    const [badTime] = problemsOfSchedule(dates);
    if (badTime) throw new ScheduleInvalid(badTime.message).withIssues([badTime]);
    if (datesReversed(dates)) throw new DatesReversed();
    if (!audience) return;
    const [issues = []] = await this.audiences.problems(ownerId, [audience]);
    const [first] = issues;
    if (first) throw new AudienceUnknown(first.message).withIssues(issues);
  }

  /** Throws what keeps a campaign from coming again, where its schedule has it do so. */
  async refuseSeries(ownerId: string, campaignId: string, schedule: CampaignSchedule | null): Promise<void> {
    if (isRecurring(schedule)) await this.series.refuse(ownerId, campaignId);
  }

  /** Throws `campaigns/bulk-refused` with everything that is wrong, campaign by campaign. */
  async refuseAll(ownerId: string, campaigns: readonly NewCampaign[]): Promise<void> {
    const names = campaigns.map(({ name }) => name);
    const audiences = campaigns.map(({ audience = {} }) => audience satisfies Audience);
    const [taken, strange] = [
      new Set(await this.campaigns.namesTaken(ownerId, names)),
      await this.audiences.problems(ownerId, audiences),
    ];
    const untimely = await this.untimely(campaigns);
    const refused = campaigns.map((campaign, at): FieldIssue[] => [
      ...(untimely[at]?.length === 0 && datesReversed(campaign)
        ? [{ path: 'start_date', message: 'start_date must not be after end_date' }]
        : []),
      ...(untimely[at] ?? []),
      ...(taken.has(campaign.name) ? [nameIssue(campaign.name, 'You already have a campaign named')] : []),
      ...(names.indexOf(campaign.name) < at ? [nameIssue(campaign.name, 'Another of these is named')] : []),
      ...(strange[at] ?? []),
    ]);
    const issues = refused.flatMap((problems, at) =>
      problems.map(({ path, message }) => ({ path: `campaigns.${at}.${path}`, message })),
    );
    if (issues.length > 0)
      throw new BulkRefused(refused.filter((problems) => problems.length > 0).length).withIssues(issues);
  }

  /** A rule that never comes may take some tenths of a second to be seen through: others are let in between. */
  private async untimely(campaigns: readonly NewCampaign[]): Promise<FieldIssue[][]> {
    const found: FieldIssue[][] = [];
    for (const campaign of campaigns) {
      found.push(problemsOfSchedule(campaign));
      if (campaign.schedule?.rrule !== undefined) await setImmediate();
    }
    return found;
  }
}

function problemsOfSchedule({ schedule }: Dates): FieldIssue[] {
  return schedule ? scheduleProblems(schedule, new Date()) : [];
}

function nameIssue(name: string, said: string): FieldIssue {
  return { path: 'name', message: `${said} "${name}"` };
}

function datesReversed(dates: Dates): boolean {
  const [start, end] = [startDateOf(dates), dates.end_date];
  return Boolean(start && end && new Date(start) > new Date(end));
}
