import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { VideoProject } from '../projects/project.js';

/** What a campaign's videos that nobody asked for one by one take of its limits. */
export interface CampaignVideos {
  readonly videos: number;
  /** Of those that are being made. */
  readonly secondsUnderWay: number;
}

/** Which videos were begun when. A project that is deleted takes nothing of it away. */
@Injectable()
export class BegunRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_video_begun', 'ai_video_projects');
  }

  /** A campaign has had a project once, however often its video is made anew by hand. */
  async add(project: VideoProject, generation: string): Promise<void> {
    const isByItself = project.auto_generated && project.generation === null;
    await this.tables
      .insertInto('ai_video_begun')
      .values({
        generation,
        user_id: project.user_id,
        project_id: project.id,
        campaign_id: isByItself ? project.campaign_id : null,
      })
      .execute();
  }

  /** How many videos an owner has had begun since. */
  async since(ownerId: string, since: Date): Promise<number> {
    const { begun } = await this.tables
      .selectFrom('ai_video_begun')
      .select(({ fn }) => fn.countAll().as('begun'))
      .where('user_id', '=', ownerId)
      .where('begun_at', '>', since.toISOString())
      .executeTakeFirstOrThrow();
    return Number(begun);
  }

  /** How many videos a campaign has had by itself since, and what of them is being made. */
  async ofCampaign(ownerId: string, campaignId: string, since: Date): Promise<CampaignVideos> {
    const { rows } = await sql<CampaignVideos>`
      select (
          select count(*)::int from ai_video_begun
          where user_id = ${ownerId} and campaign_id = ${campaignId} and begun_at > ${since.toISOString()}::timestamptz
        ) as videos, (
          select coalesce(sum(duration_s), 0)::int from ai_video_projects
          where user_id = ${ownerId} and campaign_id = ${campaignId} and auto_generated and status = 'generating_video'
        ) as "secondsUnderWay"`.execute(this.tables);
    return rows[0] as CampaignVideos;
  }

  /** Of all tenants, the oldest first. */
  forget(before: Date, atMost: number): Promise<number> {
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, { table: 'ai_video_begun', column: 'begun_at' }, before, atMost),
    );
  }
}
