import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { KeptFile } from './files/film-store.js';
import type { ClipFailure } from './clips/clip.js';

/** A file that is kept. */
interface StoredFile extends Omit<KeptFile, 'sha256'> {
  readonly sha256: string | null;
}

/** A clip as its project tells of it. */
export interface TellableClip {
  readonly position: number;
  readonly seconds: number;
  readonly status: 'pending' | 'processing' | 'completed' | 'failed';
  readonly percent: number | null;
  readonly url: string | null;
  readonly error: string | null;
  readonly failure: ClipFailure | null;
  readonly sha256: string | null;
  readonly follows: boolean;
  readonly generation: string;
}

/** Images and clips: what they are made of, and where their files lie. How they come into being is `images/` and `clips/`. */
@Injectable()
export class FilmRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_video_jobs');
  }

  /** Of a file of before its checksum is not known. */
  async fileOf(ownerId: string, filmId: string): Promise<StoredFile | undefined> {
    const row = await this.tables
      .selectFrom('ai_video_jobs')
      .select(['file', 'media_type', 'bytes', 'sha256'])
      .where('user_id', '=', ownerId)
      .where('id', '=', filmId)
      .where('status', '=', 'completed')
      .executeTakeFirst();
    if (row?.file === null || row?.file === undefined) return undefined;
    return {
      path: row.file,
      mediaType: row.media_type ?? 'application/octet-stream',
      bytes: Number(row.bytes ?? 0),
      sha256: row.sha256,
    };
  }

  /** Every file of a project, and where one may lie that was being kept. */
  async filesOf(ownerId: string, projectId: string): Promise<string[]> {
    const rows = await this.tables
      .selectFrom('ai_video_jobs')
      .select('file')
      .where('user_id', '=', ownerId)
      .where('project_id', '=', projectId)
      .where('file', 'is not', null)
      .execute();
    return rows.flatMap(({ file }) => file ?? []);
  }

  /** The clips of some generations of a project, in their order. */
  async clips(
    ownerId: string,
    projectId: string,
    generations: readonly (string | null)[],
  ): Promise<TellableClip[]> {
    const named = generations.filter((one) => one !== null);
    if (named.length === 0) return [];
    const { rows } = await sql<TellableClip>`
      select position, seconds, status, percent, result_url as url, error_message as error, failure,
        sha256, follows, generation
      from ai_video_jobs
      where user_id = ${ownerId} and project_id = ${projectId} and job_type = 'video_generation'
        and generation = any(${named}::uuid[])
      order by generation, position`.execute(this.tables);
    return rows;
  }

  /** The images of a project's scenes that were made last, by the place of their scene. */
  async framesOf(ownerId: string, projectId: string): Promise<ReadonlyMap<number, string>> {
    const { rows } = await sql<{ position: number; id: string }>`
      select distinct on (position) position, id from ai_video_jobs
      where user_id = ${ownerId} and project_id = ${projectId} and job_type = 'image_generation' and position >= 0
        and status = 'completed'
      order by position, created_at desc`.execute(this.tables);
    return new Map(rows.map(({ position, id }) => [position, id]));
  }
}
