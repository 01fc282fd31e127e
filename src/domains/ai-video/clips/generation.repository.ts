import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { ClipFailure, Generation, NewClip } from './clip.js';
import type { FittingClip } from './fitting-clip.js';
import type { FilmModel } from './wanted-video.js';

/** How the clips of a generation stand. */
export interface Standing {
  readonly open: number;
  readonly failed: number;
  /** Of the first that failed. */
  readonly why: string | null;
  readonly failure: ClipFailure | null;
  /** Of the whole film, or of the first clip. */
  readonly url: string | null;
}

/** What a generation has cost. */
interface UntoldCost {
  readonly generation: string;
  readonly dollars: number;
}

/** A clip of a video that is there. */
export interface MadeClip extends Pick<NewClip, 'position' | 'seconds' | 'aspect' | 'follows'> {
  readonly id: string;
  readonly model: FilmModel;
  readonly goesOn: boolean;
}

/** Google keeps a video for two days. */
const KEPT_HOURS = 46;

const GOES_ON = sql`clip.film is not null and clip.completed_at > now() - ${sql.lit(KEPT_HOURS)} * interval '1 hour'`;

/** The clips of generations together. */
@Injectable()
export class GenerationRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_video_jobs');
  }

  /** Lets one at a time of an owner count and begin videos, until the transaction ends. */
  async lockOwner(ownerId: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`ai-video ${ownerId}`}, 0))`.execute(
      this.tables,
    );
  }

  /** The clips of a generation that were made, or are being made, just as these are to be; first those of the first places. */
  async fitting(of: Generation, clips: readonly NewClip[]): Promise<FittingClip[]> {
    const { rows } = await sql<FittingClip>`
      select clip.id, clip.position, clip.status = 'completed' as "isMade", clip.file is not null as "hasFile", ${GOES_ON} as "goesOn"
      from ai_video_jobs clip
      join jsonb_to_recordset(${JSON.stringify(clips)}::jsonb) as n (position int, seconds int, prompt text, model text,
          aspect text, follows boolean, "frameId" uuid, "lastFrameId" uuid, "referenceIds" jsonb)
        on clip.position = n.position and clip.seconds = n.seconds and clip.prompt = n.prompt and clip.model = n.model
          and clip.follows = n.follows and clip.aspect is not distinct from n.aspect
          and clip.frame_id is not distinct from n."frameId"
          and clip.last_frame_id is not distinct from n."lastFrameId"
          and to_jsonb(clip.reference_ids) is not distinct from nullif(n."referenceIds", 'null'::jsonb)
      where ${ofGeneration(of, 'clip.')}
        and (clip.status = 'processing' and clip.veo_operation_id is not null
          or clip.status = 'completed' and (clip.file is not null or clip.film is not null))
      order by clip.position`.execute(this.tables);
    return rows;
  }

  /** Those of a generation that were made, in their order. */
  async made(of: Generation): Promise<MadeClip[]> {
    const { rows } = await sql<MadeClip>`
      select clip.id, clip.position, clip.seconds, clip.model, clip.aspect, clip.follows, ${GOES_ON} as "goesOn"
      from ai_video_jobs clip where ${ofGeneration(of, 'clip.')} and clip.status = 'completed'
      order by clip.position`.execute(this.tables);
    return rows;
  }

  async take(ownerId: string, ids: readonly string[], generation: string): Promise<void> {
    if (ids.length === 0) return;
    await this.tables
      .updateTable('ai_video_jobs')
      .set({ generation })
      .where('user_id', '=', ownerId)
      .where('id', 'in', [...ids])
      .execute();
  }

  /** Due at once, but for those that go on from one that is not made. */
  async add(of: Generation, clips: readonly NewClip[], made: ReadonlySet<number>): Promise<void> {
    if (clips.length === 0) return;
    await this.tables
      .insertInto('ai_video_jobs')
      .values(
        clips.map(({ frameId, lastFrameId, referenceIds, ...clip }) => ({
          ...clip,
          id: newId(),
          project_id: of.projectId,
          user_id: of.ownerId,
          job_type: 'video_generation',
          generation: of.generation,
          frame_id: frameId,
          last_frame_id: lastFrameId,
          reference_ids: referenceIds && [...referenceIds],
          due_at: clip.follows && !made.has(clip.position - 1) ? null : sql<string>`now()`,
          metadata: JSON.stringify({ model: clip.model, use_fast: clip.model === 'veo-3-fast' }),
        })),
      )
      .execute();
  }

  /** What goes on from this clip is due now. */
  async goOnFrom(of: Generation, position: number): Promise<void> {
    await sql`
      update ai_video_jobs set due_at = now()
      where ${ofGeneration(of)} and position = ${position + 1} and follows and status = 'pending'`.execute(
      this.tables,
    );
  }

  /** Those that have not been started are not. */
  async dropUnstarted(of: Generation, why: string, failure: ClipFailure): Promise<void> {
    await sql`
      update ai_video_jobs set status = 'failed', due_at = null, completed_at = now(), error_message = ${why},
        failure = ${failure}
      where ${ofGeneration(of)} and status = 'pending'`.execute(this.tables);
  }

  async standing(of: Generation): Promise<Standing> {
    const { rows } = await sql<Standing>`
      select count(*) filter (where status in ('pending', 'processing'))::int as open,
        count(*) filter (where status = 'failed')::int as failed,
        (array_agg(error_message order by failure is not distinct from 'not-started', completed_at, position)
          filter (where status = 'failed'))[1] as why,
        (array_agg(failure order by failure is not distinct from 'not-started', completed_at, position)
          filter (where status = 'failed'))[1] as failure,
        case when bool_or(follows) then (array_agg(result_url order by position desc))[1]
          else (array_agg(result_url order by position))[1] end as url
      from ai_video_jobs where ${ofGeneration(of)}`.execute(this.tables);
    return rows[0] as Standing;
  }

  /** What the clips of a generation have cost; each is told once. */
  async tellCosts(of: Generation): Promise<number> {
    const { rows } = await sql<{ dollars: number }>`
      with told as (
        update ai_video_jobs set told = true
        where ${ofGeneration(of)} and status = 'completed' and not told
        returning cost_usd
      )
      select coalesce(sum(cost_usd), 0)::float8 as dollars from told`.execute(this.tables);
    return rows[0]?.dollars ?? 0;
  }

  /**
   * What each generation of a project has cost that was not told, its clips held until the transaction ends. What is being made
   * counts as made.
   */
  async untold(ownerId: string, projectId: string): Promise<UntoldCost[]> {
    const { rows } = await sql<UntoldCost>`
      with held as (
        select generation, status, told, cost_usd, price_usd from ai_video_jobs
        where user_id = ${ownerId} and project_id = ${projectId} and job_type = 'video_generation'
        for update
      )
      select generation, sum(case status when 'completed' then cost_usd else price_usd end)::float8 as dollars
      from held where not told and status in ('processing', 'completed') and generation is not null
      group by generation`.execute(this.tables);
    return rows;
  }

  /** Lets go of the file of a clip that another has gone on from, and so holds; answers where it lies. */
  releaseBefore(of: Generation, position: number): Promise<string[]> {
    return this.release(sql`${ofGeneration(of)} and position = ${position - 1}`);
  }

  /** Lets go of the clips of other generations of the project; answers where their files lie. */
  releaseFormer({ ownerId, projectId, generation }: Generation): Promise<string[]> {
    return this.release(sql`
      user_id = ${ownerId} and project_id = ${projectId} and job_type = 'video_generation'
        and generation is distinct from ${generation}::uuid`);
  }

  private async release(which: RawBuilder<unknown>): Promise<string[]> {
    const { rows } = await sql<{ file: string }>`
      with former as (select id, file from ai_video_jobs where ${which} and file is not null)
      update ai_video_jobs clip set file = null, result_url = null from former where clip.id = former.id
      returning former.file`.execute(this.tables);
    return rows.map(({ file }) => file);
  }
}

function ofGeneration(
  { ownerId, projectId, generation }: Generation,
  table: 'clip.' | '' = '',
): RawBuilder<boolean> {
  const of = sql.raw(table);
  return sql`${of}user_id = ${ownerId} and ${of}project_id = ${projectId} and ${of}generation = ${generation}::uuid`;
}
