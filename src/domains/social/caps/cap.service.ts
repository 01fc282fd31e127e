import { Injectable } from '@nestjs/common';
import { NETWORK_CAPS } from '#platform/channels/network-caps';
import { networkNamed } from '#platform/channels/networks';
import { type PostAccount, type PostOutlet, PostOutlets } from '../publishing/post-outlets.js';
import { NetworkCapReached } from '../social-post.errors.js';
import { CapRepository } from './cap.repository.js';
import type { AccountLimit } from './cap.dto.js';

/** How many posts networks take from an account, and how many they have taken. */
@Injectable()
export class NetworkCaps {
  constructor(
    private readonly caps: CapRepository,
    private readonly outlets: PostOutlets,
  ) {}

  /** Refuses a post that its network would refuse for those before it; says when it would not any more. */
  async refuseFull(ownerId: string, platform: string, outlet: PostOutlet): Promise<void> {
    const { id, name } = networkNamed(platform);
    const cap = NETWORK_CAPS[id];
    if (!cap) return;
    const { freeIn } = await this.caps.usage(ownerId, outlet, cap);
    if (freeIn > 0) throw new NetworkCapReached(name, cap.posts, cap.seconds / 60).after(freeIn);
  }

  async list(ownerId: string): Promise<AccountLimit[]> {
    const limits: AccountLimit[] = [];
    // An owner has a handful of accounts, and each is counted by an index of its own.
    for (const account of await this.outlets.accounts(ownerId))
      limits.push(await this.limitOf(ownerId, account));
    return limits;
  }

  private async limitOf(ownerId: string, account: PostAccount): Promise<AccountLimit> {
    const { id, name } = networkNamed(account.network);
    const cap = NETWORK_CAPS[id];
    const shown = { account_id: account.id, name: account.name, platform: id, service: account.service };
    if (!cap)
      return {
        ...shown,
        ...NO_CAP,
        reason: `${name} publishes no number; it says when there were too many.`,
      };
    const { used, freeIn } = await this.caps.usage(ownerId, account, cap);
    return {
      ...shown,
      posts: cap.posts,
      window_seconds: cap.seconds,
      used,
      remaining: Math.max(0, cap.posts - used),
      free_at: freeIn > 0 ? new Date(Date.now() + freeIn * 1_000).toISOString() : null,
      source: cap.source,
      reason: null,
    };
  }
}

const NO_CAP = {
  posts: null,
  window_seconds: null,
  used: null,
  remaining: null,
  free_at: null,
  source: null,
} as const;
