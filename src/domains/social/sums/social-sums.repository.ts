import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Period } from '#kernel/period';
import { Database } from '#platform/database/database';
import { metricOf } from '../counted-metric.repository.js';

/** Posts that were written or published, and what the published ones have reached until now. */
export interface SocialSums {
  readonly posts: number;
  readonly published: number;
  /** Likes, comments and shares. */
  readonly engagement: number;
  readonly impressions: number;
}

/** Posts of one day, UTC. */
export interface SocialDay extends SocialSums {
  /** As `2026-11-27`. */
  readonly day: string;
}

/** Sums over all posts of an owner: written by when they were made, the rest by when they were published. */
@Injectable()
export class SocialSumsRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('social_posts');
  }

  async of(ownerId: string, period: Period): Promise<SocialSums> {
    const { rows } = await sql<SocialSums>`select ${SUMS} from (${events(ownerId, period)}) as event`.execute(
      this.tables,
    );
    return rows[0] ?? { posts: 0, published: 0, engagement: 0, impressions: 0 };
  }

  /** Oldest first; days without posts are left out. */
  async daily(ownerId: string, period: Period): Promise<SocialDay[]> {
    const { rows } = await sql<SocialDay>`
      select to_char(at at time zone 'utc', 'YYYY-MM-DD') as day, ${SUMS} from (${events(ownerId, period)}) as event
      group by 1 order by 1`.execute(this.tables);
    return rows;
  }
}

const SUMS = sql`(count(*) filter (where not is_out))::int as posts, (count(*) filter (where is_out))::int as published,
  coalesce(sum(engagement), 0)::float8 as engagement, coalesce(sum(impressions), 0)::float8 as impressions`;

/** A post is written once, and goes out once. */
function events(ownerId: string, { from, to }: Period): RawBuilder<unknown> {
  return sql`
    select created_at as at, false as is_out, 0 as engagement, 0 as impressions from social_posts
    where user_id = ${ownerId} and status <> 'deleted'
      and created_at >= ${from}::timestamptz and created_at < ${to}::timestamptz
    union all
    select coalesce(posted_at, created_at), true, ${metricOf('likes')} + ${metricOf('comments')} + ${metricOf('shares')},
      ${metricOf('impressions')}
    from social_posts
    where user_id = ${ownerId} and status = 'published'
      and coalesce(posted_at, created_at) >= ${from}::timestamptz and coalesce(posted_at, created_at) < ${to}::timestamptz`;
}
