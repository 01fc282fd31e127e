import { Injectable } from '@nestjs/common';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import type { CampaignPlan } from '#domains/campaigns/plan/campaign-plan';
import { PlannedPosts } from '#domains/social/planned/planned-posts.service';
import { scheduleIdOf } from '#domains/social/post-schedule';
import { PostWays } from '#domains/social/publishing/post-ways';
import type { NewSocialPost } from '#domains/social/social-post.dto';
import { NetworkNotConnected } from '#domains/social/social-post.errors';
import { SocialPosts } from '#domains/social/social-post.service';
import { fitToNetwork } from '#platform/channels/fit-to-network';
import { networkNamed } from '#platform/channels/networks';
import type { ChannelResult, PlannedPost } from '../execution.dto.js';
import { type CalendarItem, calendarOf, isWritten, toldBefore } from './calendar.js';
import { CampaignChannel, type Foreseen } from './campaign-channel.js';
import { networkOf } from './channel-names.js';
import { PostSchedules } from './post-schedules.js';

const USUAL_NETWORK = 'facebook';
const AT_ONCE_MS = 5_000;
const TITLE_LENGTH = 100;

/** An item with the network that it is for. */
type PostItem = CalendarItem & { readonly platform: string };

/** A post that can be kept, or why it cannot. */
type Draft = { readonly item: PostItem; readonly platform: string } & (
  | { readonly post: NewSocialPost; readonly isConnected: boolean; readonly unfit?: string }
  | { readonly problem: string }
);

/** The social channels of a campaign: the posts of its calendar, each scheduled for its time. */
@Injectable()
export class SocialChannel extends CampaignChannel {
  readonly group = 'social';

  constructor(
    private readonly posts: SocialPosts,
    private readonly planned: PlannedPosts,
    private readonly schedules: PostSchedules,
    private readonly ways: PostWays,
  ) {
    super();
  }

  /**
   * A post without a time to come goes out in some seconds where its network is connected, and is kept as a draft where it is not.
   * Of one that has a time it is told when nothing is connected yet that it could leave by; one that its network would not take as it
   * is stays a draft. One that an earlier launch has published, or may have, is left as it is.
   */
  async launch(campaign: Campaign, plan: CampaignPlan): Promise<ChannelResult> {
    const items = itemsOf(plan);
    if (items.length === 0)
      return { success: false, message: 'The campaign has no posts for its channels in content.calendar' };
    const before = await this.planned.out(campaign.created_by, campaign.id);
    const left = items.filter(({ key }) => !before.has(key));
    const posts = left.length > 0 ? await this.kept(campaign, left) : [];
    return resultOf(posts, toldBefore(items, before));
  }

  /** Keeps the posts that can be, each with its schedule, and tells of all of them. */
  private async kept(campaign: Campaign, items: readonly PostItem[]): Promise<PlannedPost[]> {
    const { id, created_by: ownerId } = campaign;
    const drafts = await this.draftsOf(campaign, items, new Date());
    const fit = drafts.filter((draft) => 'post' in draft);
    const kept =
      fit.length > 0
        ? await this.posts.createAll(
            ownerId,
            fit.map(({ post }) => post),
          )
        : [];
    const planned = kept.map((post, at) => ({ id: post.id, key: fit[at]?.item.key ?? '' }));
    await this.planned.note(ownerId, planned);
    await this.schedules.put(ownerId, id, kept);
    const ids = new Map(planned.map((post) => [post.key, post.id]));
    return drafts.map((draft) => toPlanned(draft, ids.get(draft.item.key) ?? null));
  }

  async foresee(campaign: Campaign, plan: CampaignPlan, at: Date): Promise<Foreseen[]> {
    const drafts = await this.draftsOf(campaign, itemsOf(plan), at);
    return drafts.flatMap((draft): Foreseen[] => {
      const time = 'post' in draft ? draft.post.scheduled_time : null;
      if (time == null) return [];
      const title = draft.item.title || draft.item.text.slice(0, TITLE_LENGTH);
      return [{ at: new Date(time), kind: 'post', channel: draft.platform, title }];
    });
  }

  /** Of posts whose schedules are counted beside them, none is counted here. */
  async pause(ownerId: string, campaignId: string): Promise<number> {
    const counted = await this.schedules.count(ownerId, campaignId, 'scheduled');
    return (await this.planned.pause(ownerId, campaignId)) - counted;
  }

  async resume(ownerId: string, campaignId: string): Promise<number> {
    const counted = await this.schedules.countResumed(ownerId, campaignId);
    const posts = await this.planned.resume(ownerId, campaignId);
    const late = posts.filter(({ scheduled_time }) => Date.parse(scheduled_time) <= Date.now());
    await this.schedules.put(ownerId, campaignId, late);
    return posts.length - counted + late.length;
  }

  async stop(ownerId: string, campaignId: string): Promise<number> {
    const [due, paused] = await Promise.all([
      this.schedules.count(ownerId, campaignId, 'scheduled'),
      this.schedules.count(ownerId, campaignId, 'paused'),
    ]);
    return (await this.planned.cancel(ownerId, campaignId)) - due - paused;
  }

  async isBusy(ownerId: string, campaignId: string): Promise<boolean> {
    return (await this.planned.waiting(ownerId, campaignId)) > 0;
  }

  private async draftsOf(campaign: Campaign, items: readonly PostItem[], now: Date): Promise<Draft[]> {
    const connected = await this.ways.connected(campaign.created_by);
    const drafts = items.map((item) => draftOf(campaign.id, item, connected.has(item.platform), now));
    return this.untimed(campaign.created_by, drafts);
  }

  /** Takes the time from posts that their network would not take as they are, and says why. */
  private async untimed(ownerId: string, drafts: readonly Draft[]): Promise<Draft[]> {
    const timed = drafts.flatMap((draft) =>
      'post' in draft && draft.post.scheduled_time != null ? [draft.post] : [],
    );
    const unfitness = await this.ways.unfitness(ownerId, timed);
    const reasons = new Map(timed.map((post, at) => [post, unfitness[at]?.[0]?.message]));
    return drafts.map((draft) => {
      const unfit = 'post' in draft ? reasons.get(draft.post) : undefined;
      if (!('post' in draft) || unfit === undefined) return draft;
      return { ...draft, unfit, post: { ...draft.post, scheduled_time: null } };
    });
  }
}

/** What of the calendar is a post for one of the campaign's channels. */
function itemsOf({ content, channels }: CampaignPlan): PostItem[] {
  const networks = channels.flatMap((channel) => networkOf(channel) ?? []);
  const takesAll = channels.some((channel) => channel === 'social' || channel === 'social_media');
  return calendarOf(content).flatMap((item) => {
    const platform = platformOf(item, networks[0]);
    return platform !== undefined && (takesAll || networks.includes(platform))
      ? [{ ...item, platform, key: `${platform}-${item.key}` }]
      : [];
  });
}

/** The network an item is for; undefined for what is no post, or for a network that a person has to serve. */
function platformOf(item: CalendarItem, first: string | undefined): string | undefined {
  if (isWritten(item)) return undefined;
  const said =
    item.platform || (item.channel === 'social' || item.channel === 'social_media' ? '' : item.channel);
  if (said !== '') return networkOf(said);
  return item.channel === '' && item.type === '' ? undefined : (first ?? USUAL_NETWORK);
}

/** When a post goes out that is to go out at once: the launch has to be over. */
function atOnce(now: Date): string {
  return new Date(now.getTime() + AT_ONCE_MS).toISOString();
}

function draftOf(campaignId: string, item: PostItem, isConnected: boolean, now: Date): Draft {
  const { platform } = item;
  const content = item.text || item.title;
  const network = networkNamed(platform);
  if (content === '') return { item, platform, problem: 'The post has no text' };
  if (fitToNetwork(content, item.hashtags, network).truncated)
    return {
      item,
      platform,
      problem: `The post is longer than the ${network.limit} characters that ${network.name} takes`,
    };
  const isToCome = item.publishAt !== null && item.publishAt > now;
  const usual = isConnected ? atOnce(now) : null;
  return {
    item,
    platform,
    isConnected,
    post: {
      platform,
      content,
      hashtags: [...item.hashtags],
      media_urls: [...item.mediaUrls],
      campaign_id: campaignId,
      scheduled_time: isToCome && item.publishAt ? item.publishAt.toISOString() : usual,
    },
  };
}

function toPlanned(draft: Draft, postId: string | null): PlannedPost {
  const { platform } = draft;
  if ('problem' in draft)
    return {
      post_id: null,
      platform,
      scheduled_time: null,
      success: false,
      method: 'scheduler',
      message: draft.problem,
    };
  const time = draft.post.scheduled_time ?? null;
  const message = draft.unfit ?? new NetworkNotConnected(networkNamed(platform).name).message;
  if (time !== null)
    return {
      post_id: postId,
      ...(postId !== null && { job_id: scheduleIdOf(postId) }),
      platform,
      scheduled_time: time,
      success: true,
      method: 'scheduler',
      ...(!draft.isConnected && { message }),
    };
  return { post_id: postId, platform, scheduled_time: null, success: false, method: 'agent', message };
}

function resultOf(posts: PlannedPost[], before: string): ChannelResult {
  const scheduled_count = posts.filter(({ success }) => success).length;
  const success = scheduled_count > 0 || posts.length === 0;
  const [failed] = posts.filter((post) => !post.success && post.message !== undefined);
  const message = success
    ? `${scheduled_count} social posts scheduled${before}`
    : `Social campaign failed: ${failed?.message}`;
  return { success, message, posts, scheduled_count };
}
