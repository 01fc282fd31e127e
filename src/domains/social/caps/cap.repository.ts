import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { NetworkCap } from '#platform/channels/network-caps';
import { Database } from '#platform/database/database';
import type { PostOutlet } from '../publishing/post-outlets.js';

/** What an account has used of its network's cap. */
export interface Usage {
  /** Posts that left within the window, those of threads one by one, and those whose fate is unknown. */
  readonly used: number;
  /** Seconds until the next may leave; 0 while there is room. */
  readonly freeIn: number;
}

/** Posts that have left, counted by the account they left by. */
@Injectable()
export class CapRepository {
  constructor(private readonly database: Database) {}

  async usage(
    ownerId: string,
    { connectionId, profileId }: PostOutlet,
    { posts, seconds }: NetworkCap,
  ): Promise<Usage> {
    const { rows } = await sql<Usage>`
      with handed_over as (
        select armed_at, 1 + jsonb_array_length(thread_out) as posts,
          sum(1 + jsonb_array_length(thread_out)) over (order by armed_at desc, id) as until_then
        from social_posts
        where user_id = ${ownerId} and connection_id = ${connectionId}::uuid and profile_id = ${profileId}
          and armed_at > now() - make_interval(secs => ${seconds}) and status in ('publishing', 'published', 'unknown')
      )
      select coalesce(sum(posts), 0)::int as used,
        coalesce(ceil(${seconds} - extract(epoch from now() - max(armed_at) filter (where until_then >= ${posts}))), 0)::int
          as "freeIn"
      from handed_over`.execute(this.database.tables('social_posts'));
    return rows[0] ?? { used: 0, freeIn: 0 };
  }
}
