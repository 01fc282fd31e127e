import { Inject, Injectable } from '@nestjs/common';
import { Schedules } from '#platform/clock/schedules/schedules';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import type { CampaignPlan } from '#domains/campaigns/plan/campaign-plan';
import type { ChannelResult, ChannelResults } from '../execution.dto.js';
import { CampaignChannel, CHANNELS, type Foreseen } from './campaign-channel.js';
import { groupOf } from './channel-names.js';

/** All channels together, and what else is scheduled for a campaign. Whatever they do joins the running transaction, so all of them do it or none. */
@Injectable()
export class Channels {
  constructor(
    @Inject(CHANNELS) private readonly channels: readonly CampaignChannel[],
    private readonly schedules: Schedules,
  ) {}

  /** Hands the campaign to the channels it names; the others are null, and those that nobody serves say so. */
  async launch(campaign: Campaign, plan: CampaignPlan): Promise<ChannelResults> {
    const named = new Set(plan.channels.map(groupOf));
    const results: ChannelResults = { email: null, social: null, content: null };
    for (const channel of this.channels)
      if (named.has(channel.group)) results[channel.group] = await channel.launch(campaign, plan);
    const others = plan.channels.filter((channel) => groupOf(channel) === undefined);
    return others.length === 0
      ? results
      : { ...results, other: Object.fromEntries(others.map((channel) => [channel, notAutomated()])) };
  }

  /** What of its calendar a campaign that is launched at that moment would publish on the channels it names. */
  async foresee(campaign: Campaign, plan: CampaignPlan, at: Date): Promise<Foreseen[]> {
    const named = new Set(plan.channels.map(groupOf));
    const foreseen: Foreseen[] = [];
    for (const channel of this.channels)
      if (named.has(channel.group)) foreseen.push(...(await channel.foresee(campaign, plan, at)));
    return foreseen;
  }

  /** Answers how many mails, posts, pieces of content and schedules wait now. */
  async pause(ownerId: string, campaignId: string): Promise<number> {
    const done = await this.sum((channel) => channel.pause(ownerId, campaignId));
    return done + (await this.schedules.pauseOf(ownerId, campaignId));
  }

  /** Answers how many mails, posts, pieces of content and schedules go on. */
  async resume(ownerId: string, campaignId: string): Promise<number> {
    const done = await this.sum((channel) => channel.resume(ownerId, campaignId));
    return done + (await this.schedules.resumeOf(ownerId, campaignId));
  }

  /** Answers how many mails, posts, pieces of content and schedules will not be. */
  async stop(ownerId: string, campaignId: string): Promise<number> {
    const done = await this.sum((channel) => channel.stop(ownerId, campaignId));
    return done + (await this.schedules.cancelOf(ownerId, campaignId));
  }

  /** Whether any of them still has something to do. */
  async isBusy(ownerId: string, campaignId: string): Promise<boolean> {
    const busy = await Promise.all(this.channels.map((channel) => channel.isBusy(ownerId, campaignId)));
    return busy.includes(true);
  }

  private async sum(step: (channel: CampaignChannel) => Promise<number>): Promise<number> {
    const counts = await Promise.all(this.channels.map(step));
    return counts.reduce((sum, count) => sum + count, 0);
  }
}

export function outcomesOf({ email, social, content, other = {} }: ChannelResults): ChannelResult[] {
  return [email, social, content, ...Object.values(other)].filter((outcome) => outcome !== null);
}

/** What a launch did, in words. */
export function summaryOf({ email, social, content }: ChannelResults): string {
  const parts = [
    email && (email.success ? 'Email campaign scheduled' : 'Email campaign failed'),
    social &&
      (social.success ? `${social.scheduled_count} social posts scheduled` : 'Social campaign failed'),
    content &&
      (content.success ? `${content.scheduled_count} content pieces scheduled` : 'Content campaign failed'),
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join('. ') : 'No actions executed';
}

/** When the last of what was planned for a time appears. */
export function lastMomentOf({ social, content }: ChannelResults, now: Date): Date | null {
  if (!social?.success && !content?.success) return null;
  const times = [
    ...(social?.posts ?? []).map(({ scheduled_time }) => scheduled_time),
    ...(content?.content ?? []).map(({ scheduled_date }) => scheduled_date),
  ].flatMap((time) => (time === null ? [] : Date.parse(time)));
  return new Date(Math.max(now.getTime(), ...times));
}

function notAutomated(): ChannelResult {
  return { success: false, message: 'Channel not automated' };
}
