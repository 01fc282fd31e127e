import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { planOf } from '#domains/campaigns/plan/campaign-plan';
import { type CampaignRun, isRecurring, nextRun } from '#domains/campaigns/schedule/campaign-schedule';
import { recipientTimeOf } from '../execution/audience/recipient-time.js';
import type { DueMails } from './virtual-run.js';

const STARTS_AT_MOST = 10_000;

/** When a campaign would start within a stretch of time, in order. One that should have started before starts at once. */
export function startTimes(campaign: Campaign, from: Date, until: Date): CampaignRun[] {
  const { schedule } = planOf(campaign);
  const { start_date: start, end_date: end } = campaign;
  if (!schedule)
    return [runAt(start === null ? from : new Date(start), from)].filter(({ startAt }) => startAt < until);
  const runs: CampaignRun[] = [];
  for (let run = nextRun(schedule, from, end); run && run.startAt < until;) {
    runs.push({ ...run, startAt: later(run.startAt, from) });
    if (!isRecurring(schedule) || runs.length >= STARTS_AT_MOST) break;
    run = nextRun(schedule, run.runAt, end);
  }
  return runs;
}

/** The mails of one start, when each is due: at once, or when clocks of its recipients or a setting show the time. */
export function dueMails(
  campaign: Campaign,
  { runAt: at, startAt }: CampaignRun,
  zones: Readonly<Record<string, number>>,
): DueMails[] {
  const dueAt = recipientTimeOf({ ...campaign, run_at: at.toISOString() }, startAt);
  return Object.entries(zones).map(([zone, mails]) => {
    const due = dueAt(zone === '' ? {} : { custom: { timezone: zone } });
    return { at: due ? later(due, startAt) : startAt, mails };
  });
}

function runAt(at: Date, from: Date): CampaignRun {
  return { runAt: at, startAt: later(at, from) };
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
