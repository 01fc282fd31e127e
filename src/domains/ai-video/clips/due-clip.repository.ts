import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import type { ClaimedClip } from './clip.js';

const DUE = sql`due_at <= now() and user_id <> all ((select app.owners_at_rest())::uuid[])`;

/** Clips of all tenants that are to be looked at. */
@Injectable()
export class DueClipRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_video_jobs', 'ai_video_projects');
  }

  isAnyDue(): Condition {
    return sql<boolean>`exists (select from ai_video_jobs where ${DUE})`;
  }

  /** Takes up the longest due that nobody else is taking; they are due again when the lease is over. */
  claim(atMost: number, leaseSeconds: number): Promise<ClaimedClip[]> {
    return this.asClock(async () => {
      const { rows } = await sql<ClaimedClip>`
        with due as (
          select id from ai_video_jobs where ${DUE} order by due_at limit ${atMost} for update skip locked
        )
        update ai_video_jobs clip
        set attempt = clip.attempt + 1, due_at = now() + ${leaseSeconds} * interval '1 second'
        from due, ai_video_projects project where clip.id = due.id and project.id = clip.project_id
        returning clip.id, clip.user_id as "ownerId", clip.project_id as "projectId", clip.generation, clip.attempt,
          clip.prompt, clip.seconds, clip.position, clip.model, clip.frame_id as "frameId",
          clip.last_frame_id as "lastFrameId", to_json(clip.reference_ids) as "referenceIds", clip.follows,
          (select before.film from ai_video_jobs before
           where before.project_id = clip.project_id and before.user_id = clip.user_id
             and before.generation = clip.generation and before.position = clip.position - 1 and clip.follows
          ) as continues,
          coalesce(clip.aspect, case project.platform when 'Landscape' then '16:9' else '9:16' end) as aspect,
          clip.veo_operation_id as operation, clip.started_at as "startedAt", clip.looks`.execute(
        this.tables,
      );
      return rows;
    });
  }

  private asClock<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('ai-video.clips', work);
  }
}
