import type { CampaignRun } from '#domains/campaigns/schedule/campaign-schedule';
import { planOf } from '#domains/campaigns/plan/campaign-plan';
import type { FrequencyCap } from '#domains/email/mail-settings';
import type { Reach } from '../estimates/reach.js';
import { groupOf } from '../execution/channels/channel-names.js';
import type { AskedCampaign } from '../inquiry/asked-campaign.service.js';
import { startsWithinCap } from './frequency.js';
import { startTimes } from './start-times.js';

/** How many recipients are in each time zone. */
type Zones = Readonly<Record<string, number>>;

/** One start on the virtual clock. */
export interface SimulatedRun extends CampaignRun {
  /** Whom it writes to. */
  readonly zones: Zones;
  /** How many the cap on mails leaves out. */
  readonly capped: number;
}

interface Stretch {
  readonly from: Date;
  readonly until: Date;
  readonly cap: FrequencyCap | undefined;
}

/** The starts within a stretch of time, and whom each reaches: nobody where the campaign sends no mail. */
export function startsOf(asked: AskedCampaign, reach: Reach, { from, until, cap }: Stretch): SimulatedRun[] {
  const starts = startTimes(asked.campaign, from, until);
  if (!sendsMail(asked)) return starts.map((start) => ({ ...start, zones: {}, capped: 0 }));
  const runs = starts.map((start) => ({ ...start, zones: {} as Record<string, number>, capped: 0 }));
  const times = starts.map(({ startAt }) => startAt);
  for (const { had, zones } of reach.cohorts)
    for (const [index, isWithin] of startsWithinCap(times, cap, had).entries()) {
      const run = runs[index] as (typeof runs)[number];
      if (!isWithin) run.capped += mailsOf([zones]);
      else
        for (const [zone, mails] of Object.entries(zones)) run.zones[zone] = (run.zones[zone] ?? 0) + mails;
    }
  return runs;
}

export function mailsOf(zones: readonly Zones[]): number {
  return zones.flatMap((counts) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
}

/** Whether a launch would open a mailing: e-mail is among the channels, and there is a mail. */
function sendsMail({ campaign, mail }: AskedCampaign): boolean {
  const isNamed = planOf(campaign).channels.some((channel) => groupOf(channel) === 'email');
  return isNamed && (mail.html !== undefined || mail.templateId !== undefined);
}
