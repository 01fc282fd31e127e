import { Injectable } from '@nestjs/common';
import { PlannedPostRepository, type ResumedPost } from './planned-post.repository.js';

/** Posts that campaigns have scheduled: held and let go with their campaign. */
@Injectable()
export class PlannedPosts {
  constructor(private readonly posts: PlannedPostRepository) {}

  pause(ownerId: string, campaignId: string): Promise<number> {
    return this.posts.pause(ownerId, campaignId);
  }

  /** Those that go on. */
  resume(ownerId: string, campaignId: string): Promise<ResumedPost[]> {
    return this.posts.resume(ownerId, campaignId);
  }

  cancel(ownerId: string, campaignId: string): Promise<number> {
    return this.posts.cancel(ownerId, campaignId);
  }

  waiting(ownerId: string, campaignId: string): Promise<number> {
    return this.posts.waiting(ownerId, campaignId);
  }
}
