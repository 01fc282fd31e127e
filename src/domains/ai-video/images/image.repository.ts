import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { KeptFile } from '../files/film-store.js';

/** An image that is to be kept. */
export interface NewImage {
  readonly id: string;
  readonly ownerId: string;
  readonly projectId: string;
  /** Of its scene. */
  readonly position: number;
  readonly prompt: string;
  readonly model: string | null;
  readonly dollars: number;
  /** Where its file will lie. */
  readonly path: string;
  readonly mediaType: string;
}

/** The one request that makes images of a project. */
export interface ImageRun {
  readonly ownerId: string;
  readonly projectId: string;
  readonly id: string;
}

const GIVEN_UP = 'The server stopped while it was being kept.';

/** Images of projects, each with its row before its file, and who is making them. */
@Injectable()
export class ImageRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_video_jobs', 'ai_video_projects');
  }

  /** False while the video is being made, or another run makes images and is not given up. */
  async claim({ ownerId, projectId, id }: ImageRun, leaseSeconds: number): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('ai_video_projects')
      .set({
        status: 'generating_images',
        images_run: id,
        images_until: sql<string>`now() + ${leaseSeconds} * interval '1 second'`,
        updated_at: sql<string>`now()`,
      })
      .where('user_id', '=', ownerId)
      .where('id', '=', projectId)
      .where('status', '<>', 'generating_video')
      .where((where) =>
        where.or([where('images_until', 'is', null), where('images_until', '<=', sql<string>`now()`)]),
      )
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Images that those who were given up have not kept are told to have failed. */
  async giveUp({ ownerId, projectId }: ImageRun, leaseSeconds: number): Promise<void> {
    await sql`
      update ai_video_jobs set status = 'failed', completed_at = now(), error_message = ${GIVEN_UP}
      where user_id = ${ownerId} and project_id = ${projectId} and job_type = 'image_generation'
        and status = 'processing' and created_at < now() - ${leaseSeconds} * interval '1 second'`.execute(
      this.tables,
    );
  }

  /** The run is over; what it has made is shown from now on, where it has made any. Nothing happens where another has taken over. */
  async release(
    { ownerId, projectId, id }: ImageRun,
    urls: readonly (string | null)[] | undefined,
  ): Promise<void> {
    await this.tables
      .updateTable('ai_video_projects')
      .set({
        status: sql<string>`case status when 'generating_images' then 'planning' else status end`,
        images_run: null,
        images_until: null,
        updated_at: sql<string>`now()`,
        ...(urls && { generated_images: [...urls] as string[] }),
      })
      .where('user_id', '=', ownerId)
      .where('id', '=', projectId)
      .where('images_run', '=', id)
      .execute();
  }

  /** Its file may be kept from here on. False where there is no such project. */
  async expect(image: NewImage): Promise<boolean> {
    const { id, ownerId, projectId, position, prompt, model, path, mediaType } = image;
    const { numAffectedRows = 0n } = await sql`
      insert into ai_video_jobs (id, project_id, user_id, job_type, status, position, prompt, model, file, media_type)
      select ${id}::uuid, id, user_id, 'image_generation', 'processing', ${position}::integer, ${prompt}, ${model},
        ${path}, ${mediaType}
      from ai_video_projects where id = ${projectId} and user_id = ${ownerId}`.execute(this.tables);
    return numAffectedRows > 0n;
  }

  /** Its file is there. False where its row is gone, or it was given up. */
  async keep({ id, ownerId, dollars }: NewImage, file: KeptFile, url: string): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('ai_video_jobs')
      .set({
        status: 'completed',
        result_url: url,
        bytes: file.bytes,
        sha256: file.sha256,
        cost_usd: dollars,
        completed_at: sql<string>`now()`,
      })
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .where('status', '=', 'processing')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** It could not be kept. What may lie there in spite of that is still known by its path. */
  async fail({ id, ownerId }: NewImage, why: string): Promise<void> {
    await this.tables
      .updateTable('ai_video_jobs')
      .set({ status: 'failed', error_message: why, completed_at: sql<string>`now()` })
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .where('status', '=', 'processing')
      .execute();
  }
}
