import { Injectable } from '@nestjs/common';
import { PostSchedule } from '../post-schedule.js';
import { type ItemOfPost, PlannedPostRepository, type ResumedPost } from './planned-post.repository.js';

/** Posts that are scheduled: held and let go with their campaign, or alone. */
@Injectable()
export class PlannedPosts {
  constructor(
    private readonly posts: PlannedPostRepository,
    private readonly schedule: PostSchedule,
  ) {}

  /** Notes by which items of a campaign's calendar posts were planned. */
  async note(ownerId: string, posts: readonly ItemOfPost[]): Promise<void> {
    if (posts.length > 0) await this.posts.note(ownerId, posts);
  }

  /** By which items of the campaign's calendar something is out, is on its way, or may be out. */
  async out(ownerId: string, campaignId: string): Promise<ReadonlySet<string>> {
    return new Set(await this.posts.out(ownerId, campaignId));
  }

  pause(ownerId: string, campaignId: string): Promise<number> {
    return this.posts.pause(ownerId, campaignId);
  }

  /** Those that go on. */
  resume(ownerId: string, campaignId: string): Promise<ResumedPost[]> {
    return this.posts.resume(ownerId, campaignId);
  }

  /** A scheduled post keeps its time and waits, until it is let go. */
  hold(ownerId: string, postId: string): Promise<void> {
    return this.posts.hold(ownerId, postId);
  }

  /** A post that is held is scheduled again, and due now where its time has passed. Joins the running transaction. */
  async letGo(ownerId: string, postId: string): Promise<void> {
    const post = await this.posts.letGo(ownerId, postId);
    if (post) await this.schedule.follow(ownerId, { ...post, status: 'scheduled' });
  }

  cancel(ownerId: string, campaignId: string): Promise<number> {
    return this.posts.cancel(ownerId, campaignId);
  }

  waiting(ownerId: string, campaignId: string): Promise<number> {
    return this.posts.waiting(ownerId, campaignId);
  }
}
