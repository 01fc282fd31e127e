import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { PostMetrics } from '#platform/channels/social/social-channel';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import { noted } from './attempt-log.repository.js';

/** Nobody else asks for a post meanwhile. */
const ASKED_WITHIN = '10 minutes';
const IS_DUE = sql`check_at <= now() and user_id is not null
  and user_id <> all ((select app.owners_at_rest())::uuid[])`;

/** A post that its service is to be asked for. */
export interface Asked {
  readonly id: string;
  readonly user_id: string;
  readonly status: string;
  readonly service: string | null;
  readonly connection_id: string | null;
  readonly profile_id: string | null;
  readonly receipt: string | null;
  readonly post_id: string | null;
  readonly posted_at: string | null;
  readonly armed_at: string | null;
  readonly checks: number;
}

/** What a question has brought. */
export type Finding =
  | {
      readonly as: 'published';
      readonly postId: string;
      readonly url: string | null;
      readonly readBack: boolean;
    }
  | { readonly as: 'failed' | 'unknown'; readonly code: string; readonly reason: string }
  | { readonly as: 'metrics'; readonly metrics: PostMetrics; readonly inSeconds: number | null }
  /** Nothing new: asked again then, or never. */
  | { readonly as: 'nothing'; readonly inSeconds: number | null };

/** Posts that were handed over, and what became of them. */
@Injectable()
export class ReadBackRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('social_posts');
  }

  isAnyDue(): Condition {
    return sql<boolean>`exists (select from social_posts where ${IS_DUE})`;
  }

  claim(atMost: number): Promise<Asked[]> {
    return this.database.asService('social.publish', async () => {
      const { rows } = await sql<Asked>`
        with due as (
          select id from social_posts where ${IS_DUE}
          order by check_at limit ${atMost} for update skip locked
        )
        update social_posts set checks = checks + 1, check_at = now() + ${sql.lit(ASKED_WITHIN)}::interval
        where id = any (array(select id from due))
        returning id, user_id, status, service, connection_id, profile_id, receipt, post_id, posted_at, armed_at, checks`.execute(
        this.tables,
      );
      return rows;
    });
  }

  /** Writes down what was found; nothing when the post has moved on meanwhile. */
  async note({ id, user_id, checks }: Asked, finding: Finding): Promise<void> {
    await sql`
      update social_posts set ${valuesOf(finding)}
      where user_id = ${user_id} and id = ${id} and checks = ${checks} and check_at is not null`.execute(
      this.tables,
    );
  }
}

function valuesOf(finding: Finding): RawBuilder<unknown> {
  const next = (seconds: number | null) => sql`check_at = now() + make_interval(secs => ${seconds}::float8)`;
  switch (finding.as) {
    case 'published':
      return sql`status = 'published', post_id = ${finding.postId}, post_url = ${finding.url}, posted_at = now(),
        receipt = null, checks = 0, last_error = null, error_code = null,
        check_at = case when ${finding.readBack}::boolean then now() + interval '15 minutes' end,
        ${noted('published', undefined)}`;
    case 'metrics':
      return sql`engagement_metrics = engagement_metrics || jsonb_strip_nulls(${JSON.stringify(finding.metrics)}::jsonb),
        metrics_read_at = now(), ${next(finding.inSeconds)}`;
    case 'nothing':
      return next(finding.inSeconds);
    case 'failed':
    case 'unknown':
      return sql`status = ${finding.as}, last_error = ${finding.reason}, error_code = ${finding.code}, receipt = null,
        check_at = null, ${noted(finding.as, finding)}`;
  }
}
