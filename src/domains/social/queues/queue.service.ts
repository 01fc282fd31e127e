import { Injectable } from '@nestjs/common';
import { isZone } from '#platform/clock/zone';
import { networkNamed } from '#platform/channels/networks';
import { Database } from '#platform/database/database';
import { PostDispatch } from '../publishing/post-dispatch.service.js';
import { type PostAccount, PostOutlets } from '../publishing/post-outlets.js';
import type { SocialPost } from '../social-post.answers.dto.js';
import { AccountNotFound, NetworkNotConnected, NoFreeSlot, ZoneUnknown } from '../social-post.errors.js';
import { SocialPosts } from '../social-post.service.js';
import type { NewPostQueue, PostQueue, PostToQueue } from './queue.dto.js';
import { type Queue, QueueRepository } from './queue.repository.js';
import { nextFreeSlot } from './queue-slots.js';

const NONE: Queue = { timezone: 'UTC', slots: [] };

/** Times of the week at which posts of an account go out, and the next of them that is free. */
@Injectable()
export class PostQueues {
  constructor(
    private readonly database: Database,
    private readonly queues: QueueRepository,
    private readonly outlets: PostOutlets,
    private readonly posts: SocialPosts,
    private readonly dispatch: PostDispatch,
  ) {}

  async get(ownerId: string, accountId: string): Promise<PostQueue> {
    const { id } = await this.account(ownerId, accountId);
    const queue = (await this.queues.find(ownerId, id)) ?? NONE;
    const next = await this.nextFree(ownerId, id, queue);
    const slots = queue.slots.map(({ day, time }) => ({ day, time }));
    return { account_id: id, timezone: queue.timezone, slots, next_free: next?.toISOString() ?? null };
  }

  async put(ownerId: string, accountId: string, { timezone, slots }: NewPostQueue): Promise<PostQueue> {
    const { id } = await this.account(ownerId, accountId);
    if (!isZone(timezone))
      throw new ZoneUnknown().withIssues([
        { path: 'timezone', message: 'timezone must be one of the IANA database' },
      ]);
    const each = new Map(slots.map(({ day, time }) => [`${day} ${time}`, { day, time }]));
    const sorted = [...each].toSorted(([one], [other]) => one.localeCompare(other)).map(([, slot]) => slot);
    await this.queues.put(ownerId, id, { timezone, slots: sorted });
    return this.get(ownerId, id);
  }

  /** Schedules a post for the next free slot of its account; two that are queued at once get two slots. */
  async add(ownerId: string, postId: string, { account_id }: PostToQueue): Promise<SocialPost> {
    const post = await this.posts.get(ownerId, postId);
    const account = await this.accountOf(ownerId, post, account_id ?? post.account_id);
    return this.database.transaction(async () => {
      const queue = (await this.queues.lock(ownerId, account.id)) ?? NONE;
      const free = await this.nextFree(ownerId, account.id, queue);
      if (!free) throw new NoFreeSlot();
      const scheduled_time = free.toISOString();
      return this.dispatch.change(ownerId, postId, { account_id: account.id, scheduled_time });
    });
  }

  private async nextFree(ownerId: string, accountId: string, queue: Queue): Promise<Date | undefined> {
    return nextFreeSlot(queue, await this.posts.timesOf(ownerId, accountId), new Date());
  }

  private async account(ownerId: string, accountId: string): Promise<PostAccount> {
    const account = (await this.outlets.accounts(ownerId)).find(({ id }) => id === accountId);
    if (!account) throw new AccountNotFound();
    return account;
  }

  /** The account named, else the only one of the network. */
  private async accountOf(
    ownerId: string,
    { platform }: SocialPost,
    accountId: string | null,
  ): Promise<PostAccount> {
    const network = networkNamed(platform);
    const accounts = (await this.outlets.accounts(ownerId)).filter((one) => one.network === network.id);
    if (accounts.length === 0) throw new NetworkNotConnected(network.name);
    const [only, ...others] = accounts;
    const named =
      accountId === null
        ? others.length === 0
          ? only
          : undefined
        : accounts.find(({ id }) => id === accountId);
    if (!named)
      throw new AccountNotFound().withIssues([
        { path: 'account_id', message: `account_id must be one of your accounts on ${network.name}` },
      ]);
    return named;
  }
}
