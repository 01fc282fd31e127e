import { Injectable } from '@nestjs/common';
import { AppError, type FieldIssue } from '#kernel/errors';
import { PostWays } from '../publishing/post-ways.js';
import type { NewSocialPost } from '../social-post.dto.js';
import { ManyUnfit } from '../social-post.errors.js';
import { ACCOUNT_ISSUE, keptOf, SocialPosts } from '../social-post.service.js';
import type { ManyPosts, ManyPostsOutcome, OneOfMany } from './bulk.dto.js';

/** Keeps many posts at once, once all of them are such that they can be. */
@Injectable()
export class BulkPosts {
  constructor(
    private readonly posts: SocialPosts,
    private readonly ways: PostWays,
  ) {}

  async keep(ownerId: string, { posts, dry_run = false }: ManyPosts): Promise<ManyPostsOutcome> {
    const results: OneOfMany[] = [];
    const homeless = new Set(await this.posts.homeless(ownerId, posts));
    for (const [index, post] of posts.entries()) {
      const problems = await this.problemsOf(ownerId, post);
      if (homeless.has(index)) problems.push(ACCOUNT_ISSUE);
      results.push({ index, ok: problems.length === 0, problems, post_id: null });
    }
    const unfit = results.filter(({ ok }) => !ok).length;
    const counted = { dry_run, fit: posts.length - unfit, unfit };
    if (dry_run) return { ...counted, created: 0, results };
    if (unfit > 0) throw new ManyUnfit(unfit, posts.length).withIssues(issuesOf(results));
    const created = await this.posts.createAll(ownerId, posts);
    const kept = results.map((result, at) => ({ ...result, post_id: created[at]?.id ?? null }));
    return { ...counted, created: created.length, results: kept };
  }

  /** What keeping it, and where it has a time its network, would refuse. */
  private async problemsOf(ownerId: string, post: NewSocialPost): Promise<FieldIssue[]> {
    try {
      keptOf(post);
      if (post.scheduled_time != null) await this.ways.refuseUnfit(ownerId, post);
      return [];
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'invalid') throw error;
      return [...(error.issues ?? [{ path: 'platform', message: error.message }])];
    }
  }
}

function issuesOf(results: readonly OneOfMany[]): FieldIssue[] {
  return results.flatMap(({ index, problems }) =>
    problems.map(({ path, message }) => ({ path: `posts.${index}.${path}`, message })),
  );
}
