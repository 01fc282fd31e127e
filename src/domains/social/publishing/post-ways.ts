import { Injectable } from '@nestjs/common';
import { networkNamed } from '#platform/channels/networks';
import { SocialChannels } from '#platform/channels/social/social-channels';
import { SERVICE_NAMES } from '#platform/channels/social/social-services';
import { NetworkCaps } from '../caps/cap.service.js';
import { NetworkNotConnected, PostUnfit } from '../social-post.errors.js';
import { type PostToFit, unfitnessOf } from './post-fitness.js';
import { PostOutlets } from './post-outlets.js';

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

  /** Refuses a post that its network, or what it would leave by, would not take. */
  async refuseUnfit(ownerId: string, post: PostToFit & WayOf, isForNow = false): Promise<void> {
    const outlet = await this.outletOf(ownerId, post);
    if (!outlet && isForNow) throw new NetworkNotConnected(networkNamed(post.platform).name);
    const way = outlet && {
      name: SERVICE_NAMES[outlet.service],
      capabilities: this.channels.of(outlet.service).capabilities,
    };
    const issues = unfitnessOf(post, way);
    const [first] = issues;
    if (first) throw new PostUnfit(first.message).withIssues(issues);
    if (outlet && isForNow) await this.caps.refuseFull(ownerId, post.platform, outlet);
  }

  private outletOf(ownerId: string, { platform, account_id = null }: WayOf) {
    return this.outlets.find(ownerId, networkNamed(platform).id, account_id);
  }
}

interface WayOf {
  readonly platform: string;
  readonly account_id?: string | null;
}
