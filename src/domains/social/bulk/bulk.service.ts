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
    const homeless = new Set(await this.posts.homeless(ownerId, posts));
    const found = await this.problemsOf(ownerId, posts);
    const results = found.map((some, index): OneOfMany => {
      const problems = homeless.has(index) ? [...some, ACCOUNT_ISSUE] : some;
      return { index, ok: problems.length === 0, problems, post_id: null };
    });
    const unfit = results.filter(({ ok }) => !ok).length;
    const counted = { dry_run, fit: posts.length - unfit, unfit };
    if (dry_run) return { ...counted, created: 0, results };
    if (unfit > 0) throw new ManyUnfit(unfit, posts.length).withIssues(issuesOf(results));
    const created = await this.posts.createAll(ownerId, posts);
    const kept = results.map((result, at) => ({ ...result, post_id: created[at]?.id ?? null }));
    return { ...counted, created: created.length, results: kept };
  }

  /** What keeping each, and of one with a time its network, would refuse. */
  private async problemsOf(ownerId: string, posts: readonly NewSocialPost[]): Promise<FieldIssue[][]> {
    const found = posts.map(problemsOfKeeping);
    const timed = posts.filter((post, at) => found[at]?.length === 0 && post.scheduled_time != null);
    const unfitness = await this.ways.unfitness(ownerId, timed);
    const unfit = new Map(timed.map((post, at) => [post, unfitness[at] ?? []]));
    return posts.map((post, at) => unfit.get(post) ?? found[at] ?? []);
  }
}

function problemsOfKeeping(post: NewSocialPost): FieldIssue[] {
  try {
    keptOf(post);
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'invalid') throw error;
    return [...(error.issues ?? [{ path: 'platform', message: error.message }])];
  }
}

function issuesOf(results: readonly OneOfMany[]): FieldIssue[] {
  return results.flatMap(({ index, problems }) =>
    problems.map(({ path, message }) => ({ path: `posts.${index}.${path}`, message })),
  );
}
