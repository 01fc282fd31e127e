import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { metricOf } from '../counted-metric.repository.js';
import type { PlatformSums } from '../post-analytics.js';

/** What the posts that left by one account have reached together. */
export interface AccountSums extends PlatformSums {
  readonly service: string | null;
  readonly connection_id: string | null;
  readonly profile_id: string | null;
}

/** Published posts, summed by what they left by. */
@Injectable()
export class AccountSumsRepository {
  constructor(private readonly database: Database) {}

  async since(ownerId: string, since: Date): Promise<AccountSums[]> {
    const summed = (metric: string) =>
      sql`coalesce(sum(${metricOf(metric)}), 0)::float8 as ${sql.ref(metric)}`;
    const metrics = ['likes', 'comments', 'shares', 'clicks', 'impressions', 'reach'].map(summed);
    const { rows } = await sql<AccountSums>`
      select platform, service, connection_id, profile_id, count(*)::int as posts, ${sql.join(metrics)}
      from social_posts
      where user_id = ${ownerId} and status = 'published' and coalesce(posted_at, created_at) >= ${since}
      group by platform, service, connection_id, profile_id
      order by platform, service nulls last, profile_id nulls last`.execute(
      this.database.tables('social_posts'),
    );
    return rows;
  }
}
