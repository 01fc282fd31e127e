import { Injectable } from '@nestjs/common';
import { instantOf } from '#platform/http/instant.validator';
import { Settings } from '#platform/config/settings';
import { ScheduleInvalid } from '#domains/campaigns/campaign.errors';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { planOf } from '#domains/campaigns/plan/campaign-plan';
import type { CampaignRun } from '#domains/campaigns/schedule/campaign-schedule';
import { storedScheduleProblems } from '#domains/campaigns/schedule/stored-schedule';
import { ExperimentService } from '#domains/email/experiments/experiment.service';
import { type SendingLimit, SendingLimits } from '#domains/email/inquiry/sending-limits';
import { type MailSettings, readMailSettings } from '#domains/email/mail-settings';
import type { Foreseen } from '../execution/channels/campaign-channel.js';
import { Channels } from '../execution/channels/channels.js';
import { Estimates } from '../estimates/estimate.service.js';
import { type AskedCampaign, AskedCampaigns } from '../inquiry/asked-campaign.service.js';
import type { SimulatedCampaign, SimulatedCosts, SimulatedItem, SimulationWish } from './simulation.dto.js';
import { EstimateNeeded, SimulationTooLong } from './simulation.errors.js';
import { mailsOf, startsOf } from './simulated-starts.js';
import { dueMails } from './start-times.js';
import { type DueMails, virtualRun, type VirtualRun } from './virtual-run.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const USUAL_DAYS = 31;
const DAYS_AT_MOST = 92;
const STARTS_SHOWN = 100;
const ITEMS_SHOWN = 500;
/** Mails a second that one connection to a common mail server takes. */
const ASSUMED_PER_SECOND = 10;

interface Rate {
  readonly perSecond: number;
  readonly assumed: boolean;
}

/** Campaigns on a virtual clock. */
@Injectable()
export class Simulations {
  constructor(
    private readonly campaigns: AskedCampaigns,
    private readonly estimates: Estimates,
    private readonly experiments: ExperimentService,
    private readonly limits: SendingLimits,
    private readonly channels: Channels,
    private readonly settings: Settings,
  ) {}

  /** Throws `workflows/estimate-needed`, `workflows/simulation-too-long`, `email/settings-invalid` or `campaigns/schedule-invalid`. */
  async simulate(ownerId: string, campaignId: string, wish: SimulationWish): Promise<SimulatedCampaign> {
    const asked = await this.campaigns.get(ownerId, campaignId);
    const settings = readMailSettings(asked.mail.settings);
    const { from, until } = stretchOf(wish);
    const [badTime] = storedScheduleProblems(planOf(asked.campaign).schedule, from);
    if (badTime) throw new ScheduleInvalid(badTime.message).withIssues([badTime]);
    const reach = await this.estimates.reach(ownerId, asked);
    if (!reach) throw new EstimateNeeded();
    const { campaign, mail } = asked;
    const limit = await this.limits.of(ownerId, campaign.id, mail.fromEmail);
    const rate = this.rateOf(settings, limit);
    const starts = startsOf(asked, reach, { from, until, cap: settings.frequencyCap });
    const clock = { ...rate, onDay: limit.onDay, quietHours: settings.quietHours, until };
    const due = starts.flatMap((start) => dueMails(campaign, start, start.zones));
    const run = virtualRun({ ...clock, due: await this.inPhases(ownerId, asked, due, clock) });
    const capped = starts[0]?.capped ?? 0;
    return {
      campaign_id: campaign.id,
      from: from.toISOString(),
      until: until.toISOString(),
      estimated: reach.judged < reach.audience,
      counted_at: reach.countedAt,
      audience: reach.audience,
      mailable: mailsOf(reach.cohorts.map(({ zones }) => zones)) - capped,
      skipped_by_reason: { ...reach.skipped, ...(capped > 0 && { frequency_cap: capped }) },
      ...calendarOf(run),
      starts: starts.slice(0, STARTS_SHOWN).map(({ startAt, zones, capped: skipped }) => ({
        at: startAt.toISOString(),
        mails: mailsOf([zones]),
        skipped_by_frequency_cap: skipped,
      })),
      rate_per_minute: Math.round(rate.perSecond * 60 * 100) / 100,
      rate_assumed: rate.assumed,
      calendar: await this.itemsOf(campaign, starts.slice(0, STARTS_SHOWN), until),
      costs: costsOf(run, wish.cost_per_thousand_mails ?? mail.settings['cost_per_thousand_mails']),
    };
  }

  private async itemsOf(
    campaign: Campaign,
    starts: readonly CampaignRun[],
    until: Date,
  ): Promise<SimulatedItem[]> {
    const items: Foreseen[] = [];
    for (const { startAt } of starts) {
      const foreseen = await this.channels.foresee(campaign, planOf(campaign), startAt);
      items.push(...foreseen.filter(({ at }) => at < until));
      if (foreseen.length === 0 || items.length >= ITEMS_SHOWN) break;
    }
    return items
      .toSorted((one, other) => one.at.getTime() - other.at.getTime())
      .slice(0, ITEMS_SHOWN)
      .map(({ at, ...item }) => ({ at: at.toISOString(), ...item }));
  }

  /** The slowest of what is set; where nothing is, what mail servers commonly take. */
  private rateOf({ throttlePerMinute }: MailSettings, { perMinute }: SendingLimit): Rate {
    const ours = this.settings.MAIL_RATE_PER_SECOND;
    const limits = [
      ...[throttlePerMinute, perMinute].flatMap((limit) => (limit === undefined ? [] : [limit / 60])),
      ...(ours === 0 ? [] : [ours]),
    ];
    const assumed = limits.length === 0;
    return { perSecond: assumed ? ASSUMED_PER_SECOND : Math.min(...limits), assumed };
  }

  /** With an experiment, those who are not tested get their mail when its time is over. */
  private async inPhases(
    ownerId: string,
    { campaign }: AskedCampaign,
    due: readonly DueMails[],
    clock: Omit<Parameters<typeof virtualRun>[0], 'due'>,
  ): Promise<readonly DueMails[]> {
    const experiment = await this.experiments.find(ownerId, campaign.id);
    if (experiment?.state !== 'defined') return due;
    const share = experiment.test_percent / 100;
    const tested = due.map(({ at, mails }) => ({ at, mails: Math.round(mails * share) }));
    const { endsAt } = virtualRun({ ...clock, due: tested });
    const over = endsAt === null ? clock.until : new Date(endsAt.getTime() + experiment.hours * HOUR_MS);
    const rest = due.map(({ at, mails }, index) => {
      return { at: at > over ? at : over, mails: mails - (tested[index]?.mails ?? 0) };
    });
    return [...tested, ...rest];
  }
}

function stretchOf({ from, until }: SimulationWish): { from: Date; until: Date } {
  const begin = from === undefined ? new Date() : instantOf(from);
  const end = until === undefined ? new Date(begin.getTime() + USUAL_DAYS * DAY_MS) : instantOf(until);
  const days = (end.getTime() - begin.getTime()) / DAY_MS;
  if (days <= 0 || days > DAYS_AT_MOST) throw new SimulationTooLong();
  return { from: begin, until: end };
}

function calendarOf({ hours, sent, leftOver, endsAt }: VirtualRun) {
  const days = new Map<string, number>();
  for (const [hour, mails] of hours) days.set(hour.slice(0, 10), (days.get(hour.slice(0, 10)) ?? 0) + mails);
  return {
    mails: sent,
    left_over: leftOver,
    begins_at: [...hours.keys()][0] ?? null,
    ends_at: endsAt?.toISOString() ?? null,
    hours: [...hours].map(([at, mails]) => ({ at, mails })),
    days: [...days].map(([day, mails]) => ({ day, mails })),
  };
}

function costsOf({ sent }: VirtualRun, perThousand: unknown): SimulatedCosts {
  if (typeof perThousand !== 'number' || perThousand < 0) return { mail: null, ai: 0, total: null };
  const mail = Math.round(sent * perThousand * 10) / 10_000;
  return { mail, ai: 0, total: mail };
}
