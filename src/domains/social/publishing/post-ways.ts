import { Injectable } from '@nestjs/common';
import type { FieldIssue } from '#kernel/errors';
import { networkNamed } from '#platform/channels/networks';
import { SocialChannels } from '#platform/channels/social/social-channels';
import { SERVICE_NAMES } from '#platform/channels/social/social-services';
import { NetworkCaps } from '../caps/cap.service.js';
import { NetworkNotConnected, PostUnfit } from '../social-post.errors.js';
import { type PostToFit, unfitnessOf } from './post-fitness.js';
import { type PostOutlet, PostOutlets } from './post-outlets.js';

/** By what posts would leave, and what that would say to them. */
@Injectable()
export class PostWays {
  constructor(
    private readonly outlets: PostOutlets,
    private readonly channels: SocialChannels,
    private readonly caps: NetworkCaps,
  ) {}

  /** The networks that can be posted to. */
  async connected(ownerId: string): Promise<ReadonlySet<string>> {
    return new Set(await this.outlets.networks(ownerId));
  }

  async isConnected(ownerId: string, post: WayOf): Promise<boolean> {
    return (await this.outletOf(ownerId, post)) !== undefined;
  }

  /** Refuses posts of which their network, or what one would leave by, would not take each. */
  async refuseUnfit(ownerId: string, posts: readonly PostWithWay[]): Promise<void> {
    for (const issues of await this.unfitness(ownerId, posts)) refuseFor(issues);
  }

  /** What networks, and what the posts would leave by, would refuse of each; nothing of one that may go. */
  async unfitness(ownerId: string, posts: readonly PostWithWay[]): Promise<FieldIssue[][]> {
    const ways = new Map(posts.map((post) => [wayKey(post), post]));
    const outlets = new Map<string, PostOutlet | undefined>();
    // By way, not by post: an owner posts to a handful of accounts.
    for (const [key, way] of ways) outlets.set(key, await this.outletOf(ownerId, way));
    return posts.map((post) => this.issuesOf(post, outlets.get(wayKey(post))));
  }

  /** Refuses a post that could not go out at this moment. */
  async refuseNow(ownerId: string, post: PostWithWay): Promise<void> {
    const outlet = await this.outletOf(ownerId, post);
    if (!outlet) throw new NetworkNotConnected(networkNamed(post.platform).name);
    refuseFor(this.issuesOf(post, outlet));
    await this.caps.refuseFull(ownerId, post.platform, outlet);
  }

  private issuesOf(post: PostToFit, outlet: PostOutlet | undefined): FieldIssue[] {
    const way = outlet && {
      name: SERVICE_NAMES[outlet.service],
      capabilities: this.channels.of(outlet.service).capabilities,
    };
    return unfitnessOf(post, way);
  }

  private outletOf(ownerId: string, { platform, account_id = null }: WayOf) {
    return this.outlets.find(ownerId, networkNamed(platform).id, account_id);
  }
}

interface WayOf {
  readonly platform: string;
  readonly account_id?: string | null | undefined;
}
type PostWithWay = PostToFit & WayOf;

function wayKey({ platform, account_id = null }: WayOf): string {
  return `${networkNamed(platform).id} ${account_id}`;
}

function refuseFor(issues: FieldIssue[]): void {
  const [first] = issues;
  if (first) throw new PostUnfit(first.message).withIssues(issues);
}
