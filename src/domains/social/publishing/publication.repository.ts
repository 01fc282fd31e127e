import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import type { PartOut } from '../thread.js';
import { noted } from './attempt-log.repository.js';
import type { PostOutlet } from './post-outlets.js';

/** As long as one process may have a post in hand; a publication is given up long before. */
const LEASE_SECONDS = 360;
const DAY_SECONDS = 86_400;

/** A post that one process has in hand. */
export interface Claimed {
  readonly id: string;
  readonly user_id: string;
  readonly platform: string;
  readonly content: string;
  readonly hashtags: string[];
  readonly media_urls: string[];
  readonly account_id: string | null;
  readonly scheduled_time: string;
  /** Set for a thread whose first is out. */
  readonly post_id: string | null;
  readonly post_url: string | null;
  readonly thread: unknown;
  readonly thread_out: unknown;
  /** Which attempt this is: a later one has taken the post from whoever holds it. */
  readonly attempts: number;
}

/** How an attempt ended. */
export type Settlement =
  | {
      readonly as: 'published';
      readonly postId: string;
      readonly url: string | null;
      readonly readBack: boolean;
    }
  | { readonly as: 'pending'; readonly receipt: string }
  | { readonly as: 'failed' | 'unknown'; readonly code: string; readonly reason: string }
  | { readonly as: 'scheduled'; readonly inSeconds: number; readonly code: string; readonly reason: string };

const ENDED = 'The process that published it has ended.';

const CLAIM = sql`status = 'publishing', attempts = attempts + 1, armed_at = null, receipt = null, retry_at = null,
  check_at = null, last_error = null, error_code = null, paused = false,
  wanted = null, lease_until = now() + make_interval(secs => ${LEASE_SECONDS})`;
const CLAIMED = sql`id, user_id, platform, content, hashtags, media_urls, account_id, scheduled_time, post_id, post_url, thread, thread_out,
  attempts`;
const DUE = sql`status = 'scheduled' and user_id is not null and scheduled_time <= now()
  and (retry_at is null or retry_at <= now()) and user_id <> all ((select app.owners_at_rest())::uuid[])`;
const ABANDONED = sql`status = 'publishing' and receipt is null and lease_until < now()`;

/** Posts on their way out. Each is taken up by one process, and whoever has lost it can change nothing any more. */
@Injectable()
export class PublicationRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('social_posts');
  }

  isAnyDue(): Condition {
    return sql<boolean>`
      (exists (select from social_posts where ${DUE}) or exists (select from social_posts where ${ABANDONED}))`;
  }

  /** The longest due of all tenants. */
  claimDue(atMost: number): Promise<Claimed[]> {
    return this.service(async () => {
      const { rows } = await sql<Claimed>`
        with due as (
          select id from social_posts where ${DUE} order by scheduled_time limit ${atMost} for update skip locked
        )
        update social_posts set ${CLAIM} where id = any (array(select id from due)) returning ${CLAIMED}`.execute(
        this.tables,
      );
      return rows;
    });
  }

  /** One of the owner's that is scheduled for no later than then; undefined when it cannot be taken up now. */
  claimScheduled(ownerId: string, id: string, dueAt: string): Promise<Claimed | undefined> {
    return this.claimOne(
      ownerId,
      id,
      sql`status = 'scheduled' and date_trunc('milliseconds', scheduled_time) <= ${dueAt}::timestamptz`,
    );
  }

  /** One of the owner's that is not on its way nor over; undefined when it cannot be taken up now. */
  claim(ownerId: string, id: string): Promise<Claimed | undefined> {
    return this.claimOne(ownerId, id, sql`status in ('draft', 'scheduled', 'failed')`);
  }

  /** Due from now on; false for what is on its way or over. What may be out already is taken where its owner says so. */
  async makeDue(ownerId: string, id: string, evenUnknown: boolean): Promise<boolean> {
    const open = ['draft', 'scheduled', 'failed', ...(evenUnknown ? ['unknown'] : [])];
    return this.changed(sql`
      update social_posts set status = 'scheduled', scheduled_time = now(), retry_at = null, last_error = null,
        error_code = null, paused = false, late_by_seconds = null
      where user_id = ${ownerId} and id = ${id} and status = any (${open}::text[])`);
  }

  /** What has begun and whose process is gone: not published for sure, or nobody knows. */
  releaseAbandoned(reason: string): Promise<void> {
    const why = { code: 'social/interrupted', reason: ENDED };
    return this.service(async () => {
      await sql`
        update social_posts set lease_until = null, last_error = null, error_code = null, ${putOff(0)}, ${noted('put_off', why)}
        where ${ABANDONED} and armed_at is null`.execute(this.tables);
      await sql`
        update social_posts set lease_until = null, status = 'unknown', last_error = ${reason},
          error_code = 'channels/social-unknown', ${noted('unknown', why)}
        where ${ABANDONED} and armed_at is not null`.execute(this.tables);
    });
  }

  /** Too late to be of use to anybody: nothing ran when they were due. */
  missDue(reason: string): Promise<number> {
    return this.service(async () => {
      const { numAffectedRows = 0n } = await sql`
        update social_posts set status = 'failed', last_error = ${reason}, error_code = 'social/missed',
          ${noted('failed', { code: 'social/missed', reason })}
        where ${DUE} and coalesce(retry_at, scheduled_time)
          < now() - make_interval(secs => coalesce(late_by_seconds, ${sql.lit(DAY_SECONDS)}))`.execute(
        this.tables,
      );
      return Number(numAffectedRows);
    });
  }

  /**
   * From now on the request that publishes may have left; false for whoever has lost the post, and for one that is not to go out any
   * more.
   */
  arm(
    { user_id, id, attempts }: Claimed,
    { service, connectionId, profileId }: PostOutlet,
  ): Promise<boolean> {
    return this.changed(sql`
      update social_posts set armed_at = now(), service = ${service}, connection_id = ${connectionId}::uuid,
        profile_id = ${profileId}
      where user_id = ${user_id} and id = ${id} and status = 'publishing' and attempts = ${attempts}
        and receipt is null and lease_until > now() and wanted is null`);
  }

  /** The request that was armed was refused for sure: nothing of it is out. */
  disarm({ user_id, id, attempts }: Claimed): Promise<boolean> {
    return this.changed(sql`
      update social_posts set armed_at = null
      where user_id = ${user_id} and id = ${id} and status = 'publishing' and attempts = ${attempts} and receipt is null`);
  }

  /** One more of a thread is out, and the next may be handed over; false for whoever has lost the post. */
  partOut({ user_id, id, attempts }: Claimed, out: PartOut, isFirst: boolean): Promise<boolean> {
    const noted = isFirst
      ? sql`post_id = ${out.post_id}, post_url = ${out.post_url}`
      : sql`thread_out = thread_out || ${JSON.stringify([out])}::jsonb`;
    return this.changed(sql`
      update social_posts set status = 'publishing', armed_at = null, last_error = null, error_code = null,
        lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), ${noted}
      where user_id = ${user_id} and id = ${id} and attempts = ${attempts} and receipt is null
        and status in ('publishing', 'unknown')`);
  }

  /** Writes down how it ended; false for whoever has lost the post. */
  settle({ user_id, id, attempts }: Claimed, settlement: Settlement): Promise<boolean> {
    return this.changed(sql`
      update social_posts set lease_until = null, ${valuesOf(settlement)}, ${attemptOf(settlement)}
      where user_id = ${user_id} and id = ${id} and attempts = ${attempts} and receipt is null
        and status in ('publishing', 'unknown')`);
  }

  private async claimOne(
    ownerId: string,
    id: string,
    condition: RawBuilder<unknown>,
  ): Promise<Claimed | undefined> {
    const { rows } = await sql<Claimed>`
      update social_posts set ${CLAIM},
        scheduled_time = case when status = 'scheduled' then least(scheduled_time, now()) else now() end
      where user_id = ${ownerId} and id = ${id} and ${condition}
        and (retry_at is null or retry_at <= now())
      returning ${CLAIMED}`.execute(this.tables);
    return rows[0];
  }

  private async changed(statement: ReturnType<typeof sql>): Promise<boolean> {
    const { numAffectedRows = 0n } = await statement.execute(this.tables);
    return numAffectedRows > 0n;
  }

  private service<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('social.publish', work);
  }
}

/** It is scheduled again; where its campaign was paused or stopped meanwhile, it is the draft that the others have become. */
function putOff(inSeconds: number): RawBuilder<unknown> {
  const isGivenUp = sql`wanted is not distinct from 'cancelled'`;
  return sql`status = case when wanted is null then 'scheduled' else 'draft' end, wanted = null,
    paused = wanted is not distinct from 'paused', paused_with_campaign = wanted is not distinct from 'paused',
    scheduled_time = case when ${isGivenUp} then null else scheduled_time end,
    late_by_seconds = case when ${isGivenUp} then null else late_by_seconds end,
    retry_at = case when ${isGivenUp} then null else now() + make_interval(secs => ${inSeconds}::float8) end`;
}

function attemptOf(settlement: Settlement): RawBuilder<unknown> {
  if (settlement.as === 'published') return noted('published', undefined);
  if (settlement.as === 'pending') return noted('handed_over', undefined);
  return noted(settlement.as === 'scheduled' ? 'put_off' : settlement.as, settlement);
}

function valuesOf(settlement: Settlement): RawBuilder<unknown> {
  switch (settlement.as) {
    case 'published':
      return sql`status = 'published', post_id = ${settlement.postId}, post_url = ${settlement.url}, posted_at = now(),
        armed_at = coalesce(armed_at, now()), last_error = null, error_code = null, checks = 0,
        check_at = case when ${settlement.readBack}::boolean then now() + interval '15 minutes' end`;
    case 'pending':
      return sql`status = 'publishing', receipt = ${settlement.receipt}, checks = 0, check_at = now() + interval '10 seconds'`;
    case 'scheduled':
      return sql`armed_at = null, ${putOff(settlement.inSeconds)},
        last_error = ${settlement.reason}, error_code = ${settlement.code}`;
    case 'failed':
    case 'unknown':
      return sql`status = ${settlement.as}, last_error = ${settlement.reason}, error_code = ${settlement.code}`;
  }
}
