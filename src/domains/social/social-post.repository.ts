import { Injectable } from '@nestjs/common';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksReference } from '#platform/database/database.errors';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { SocialPostsTable } from '#platform/database/schema.generated';
import { metricOf } from './counted-metric.repository.js';
import type { PlatformSums, PostingHabits } from './post-analytics.js';
import { attemptsOf } from './publishing/attempt-log.repository.js';
import type { PostStatus, SocialPost } from './social-post.answers.dto.js';
import type { SocialPostQuery } from './social-post.dto.js';
import { PostCampaignUnknown } from './social-post.errors.js';
import { type KeptPart, threadOf } from './thread.js';

/** What is kept of a new post. */
export type KeptPost = Pick<
  SocialPost,
  'platform' | 'content' | 'hashtags' | 'media_urls' | 'status' | 'scheduled_time' | 'campaign_id'
> & { readonly account_id?: string | null; readonly thread: readonly KeptPart[] };

/** When a post is to go out. */
export interface PostTime {
  readonly post_id: string;
  readonly scheduled_time: string;
  /** How late it may be published, at most a day; left out: as late as before. */
  readonly late_by_seconds?: number;
}

/** Nothing has gone wrong yet. */
const FRESH = { last_error: null, error_code: null, retry_at: null } as const;

const OPEN = ['draft', 'scheduled', 'failed'] as const satisfies readonly PostStatus[];

@Injectable()
export class SocialPostRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('social_posts');
  }

  /** Adds posts in one statement and answers them in their order. */
  async add(ownerId: string, posts: readonly KeptPost[]): Promise<SocialPost[]> {
    const rows = posts.map((post) => ({ id: newId(), user_id: ownerId, ...columnsOf(post) }));
    const added = await this.tables
      .insertInto('social_posts')
      .values(rows)
      .returningAll()
      .execute()
      .catch(explain);
    const byId = new Map(added.map((row) => [row.id, toPost(row)]));
    return rows.map(({ id }) => byId.get(id) as SocialPost);
  }

  /** Newest first. */
  async list(ownerId: string, query: SocialPostQuery): Promise<Page<SocialPost>> {
    let wanted = this.tables.selectFrom('social_posts').selectAll().where('user_id', '=', ownerId);
    if (query.platform !== undefined) wanted = wanted.where('platform', '=', query.platform);
    if (query.status !== undefined) wanted = wanted.where('status', '=', query.status);
    const { items, nextCursor } = await newestFirst(wanted, query, BY_ID);
    return { items: items.map(toPost), nextCursor };
  }

  /** Those of the named posts that are the owner's. */
  async many(ownerId: string, ids: readonly string[]): Promise<SocialPost[]> {
    const rows = await this.tables
      .selectFrom('social_posts')
      .selectAll()
      .where('user_id', '=', ownerId)
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .execute();
    return rows.map(toPost);
  }

  /** Gives posts their times in one statement; answers those that were the owner's and could still take one. */
  async schedule(ownerId: string, times: readonly PostTime[]): Promise<SocialPost[]> {
    const ids = times.map(({ post_id }) => post_id);
    const moments = times.map(({ scheduled_time }) => scheduled_time);
    const graces = times.map(({ late_by_seconds }) => late_by_seconds ?? null);
    const rows = await this.tables
      .updateTable('social_posts')
      .from(
        sql<{
          wanted_id: string;
          at: string;
          grace: number | null;
        }>`unnest(${ids}::uuid[], ${moments}::timestamptz[], ${graces}::integer[])`.as<'wanted'>(
          sql`wanted(wanted_id, at, grace)`,
        ),
      )
      .set(({ ref, fn }) => ({
        status: 'scheduled',
        scheduled_time: ref('wanted.at'),
        late_by_seconds: fn.coalesce('wanted.grace', 'late_by_seconds'),
        paused: false,
        ...FRESH,
      }))
      .whereRef('social_posts.id', '=', 'wanted.wanted_id')
      .where('user_id', '=', ownerId)
      .where('status', 'in', OPEN)
      .returningAll('social_posts')
      .execute();
    return rows.map(toPost);
  }

  /** Notes why a post that is not over could not be published. */
  async fail(ownerId: string, id: string, { code, message }: AppError): Promise<void> {
    await this.tables
      .updateTable('social_posts')
      .set({ status: 'failed', last_error: message, error_code: code })
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .where('status', 'in', OPEN)
      .execute();
  }

  /** Writes a post that is not over anew; undefined for one that is, or is on its way. */
  async replace(ownerId: string, id: string, post: KeptPost): Promise<SocialPost | undefined> {
    const row = await this.tables
      .updateTable('social_posts')
      .set({ ...columnsOf(post), ...FRESH, paused: false })
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .where('status', 'in', OPEN)
      .where('post_id', 'is', null)
      .returningAll()
      .executeTakeFirst()
      .catch(explain);
    return row && toPost(row);
  }

  /** Removes a post from every list but that of the deleted; what was published stays where it is. False for one on its way. */
  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('social_posts')
      .set({ status: 'deleted', check_at: null })
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .where('status', '<>', 'publishing')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** A post that is scheduled or held is a draft without a time. */
  async unschedule(ownerId: string, id: string): Promise<void> {
    await this.tables
      .updateTable('social_posts')
      .set({ status: 'draft', scheduled_time: null, late_by_seconds: null, paused: false, ...FRESH })
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .where(sql<boolean>`(status = 'scheduled' or (status = 'draft' and paused))`)
      .execute();
  }

  /** When posts of an account are still to go out. */
  async timesOf(ownerId: string, accountId: string): Promise<Date[]> {
    const rows = await this.tables
      .selectFrom('social_posts')
      .select('scheduled_time')
      .where('user_id', '=', ownerId)
      .where('account_id', '=', accountId)
      .where('status', 'in', ['scheduled', 'publishing'])
      .where('scheduled_time', '>', sql<string>`now()`)
      .execute();
    return rows.flatMap(({ scheduled_time: at }) => (at === null ? [] : [new Date(at)]));
  }

  /** What the posts that were published since then have reached, network by network. */
  async sums(ownerId: string, since: Date): Promise<PlatformSums[]> {
    const rows = await this.tables
      .selectFrom('social_posts')
      .select('platform')
      .select(sql<number>`count(*)::int`.as('posts'))
      .select([
        summed('likes').as('likes'),
        summed('comments').as('comments'),
        summed('shares').as('shares'),
        summed('clicks').as('clicks'),
        summed('impressions').as('impressions'),
        summed('reach').as('reach'),
      ])
      .where('user_id', '=', ownerId)
      .where('status', '=', 'published')
      .where(sql<boolean>`coalesce(posted_at, created_at) >= ${since}`)
      .groupBy('platform')
      .orderBy('platform')
      .execute();
    return rows;
  }

  /** Which networks are posted to, and when last. */
  async habits(ownerId: string): Promise<PostingHabits> {
    const { platforms, last } = await this.tables
      .selectFrom('social_posts')
      .select(sql<number>`count(distinct platform)::int`.as('platforms'))
      .select(sql<string | null>`max(greatest(created_at, posted_at))`.as('last'))
      .where('user_id', '=', ownerId)
      .where('status', '<>', 'deleted')
      .executeTakeFirstOrThrow();
    return { platforms, lastPostAt: last === null ? null : new Date(last) };
  }
}

function columnsOf({ thread, ...post }: KeptPost) {
  return { ...post, thread: JSON.stringify(thread) };
}

/** Postgres itself holds that a post and its campaign have one owner. */
function explain(error: unknown): never {
  if (!breaksReference(error, 'social_posts_campaign')) throw error;
  throw new PostCampaignUnknown().withIssues([
    { path: 'campaign_id', message: 'campaign_id must be one of your campaigns' },
  ]);
}

function summed(metric: string): RawBuilder<number> {
  return sql<number>`coalesce(sum(${metricOf(metric)}), 0)::float8`;
}

function toPost(row: Selectable<SocialPostsTable>): SocialPost {
  return {
    id: row.id,
    platform: row.platform,
    content: row.content,
    hashtags: row.hashtags,
    media_urls: row.media_urls,
    thread: threadOf(row),
    status: row.status as PostStatus,
    scheduled_time: row.scheduled_time,
    posted_at: row.posted_at,
    post_id: row.post_id,
    engagement_metrics: row.engagement_metrics as Record<string, unknown>,
    campaign_id: row.campaign_id,
    last_error: row.last_error,
    error_code: row.error_code,
    account_id: row.account_id,
    service: row.service,
    post_url: row.post_url,
    attempts: row.attempts,
    history: attemptsOf(row.attempt_log),
    retry_at: row.retry_at,
    metrics_read_at: row.metrics_read_at,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
