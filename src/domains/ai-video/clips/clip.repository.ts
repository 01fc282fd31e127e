import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { KeptFile } from '../files/film-store.js';
import type { ClaimedClip, ClipFailure, Generation } from './clip.js';

/** Clips on their way. What a worker writes counts only while the clip is the one that it has taken up. */
@Injectable()
export class ClipRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_video_jobs');
  }

  /** The provider is asked to start it from here on: never a second time. False when it is no longer ours to start. */
  async arm(clip: ClaimedClip, dollars: number): Promise<boolean> {
    const { numUpdatedRows } = await this.ours(clip)
      .set({ status: 'processing', started_at: sql<string>`now()`, price_usd: dollars })
      .where('started_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** It was certainly not started: another try is due then. */
  async disarm(clip: ClaimedClip, due: Date): Promise<void> {
    await this.ours(clip)
      .set({ status: 'pending', started_at: null, looks: clip.looks + 1, due_at: due.toISOString() })
      .execute();
  }

  /** It costs so much if it is made. */
  async started(
    clip: ClaimedClip,
    { operation, dollars }: { operation: string; dollars: number },
    due: Date,
  ): Promise<void> {
    await this.ours(clip)
      .set({ veo_operation_id: operation, price_usd: dollars, looks: 0, due_at: due.toISOString() })
      .execute();
  }

  /** It is looked at again then. */
  async wait(clip: ClaimedClip, due: Date, percent?: number | null): Promise<void> {
    await this.ours(clip)
      .set({
        due_at: due.toISOString(),
        looks: clip.looks + 1,
        ...(typeof percent === 'number' && { percent }),
      })
      .execute();
  }

  /** Who works on it needs longer; false when somebody else has taken it up, or it is gone. */
  async extend(clip: ClaimedClip, leaseSeconds: number): Promise<boolean> {
    const { numUpdatedRows } = await this.ours(clip)
      .set({ due_at: sql<string>`now() + ${leaseSeconds} * interval '1 second'` })
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** The generation that it is part of now, which may be another than when it was taken up; undefined when it is not ours any more. */
  async complete(
    clip: ClaimedClip,
    made: { readonly file: KeptFile; readonly film: string; readonly url: string; readonly dollars: number },
  ): Promise<Generation | undefined> {
    const { file, film, url, dollars } = made;
    const row = await this.ours(clip)
      .set({
        status: 'completed',
        due_at: null,
        percent: 100,
        file: file.path,
        media_type: file.mediaType,
        bytes: file.bytes,
        sha256: file.sha256,
        film,
        result_url: url,
        cost_usd: dollars,
        completed_at: sql<string>`now()`,
      })
      .returning('generation')
      .executeTakeFirst();
    return row && generationOf(clip, row);
  }

  /** It will not be made. Answers as `complete`. */
  async fail(clip: ClaimedClip, why: string, failure: ClipFailure): Promise<Generation | undefined> {
    const row = await this.ours(clip)
      .set({
        status: 'failed',
        due_at: null,
        completed_at: sql<string>`now()`,
        error_message: why,
        failure,
      })
      .returning('generation')
      .executeTakeFirst();
    return row && generationOf(clip, row);
  }

  private ours({ ownerId, id, attempt }: ClaimedClip) {
    return this.tables
      .updateTable('ai_video_jobs')
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('status', 'in', ['pending', 'processing']);
  }
}

function generationOf(clip: ClaimedClip, row: { generation: string | null }): Generation {
  return { ownerId: clip.ownerId, projectId: clip.projectId, generation: row.generation ?? clip.generation };
}
