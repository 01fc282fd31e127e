import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { AiVideoProjectsTable } from '#platform/database/schema.generated';
import type { Generation } from '../clips/clip.js';
import type { NewProject, ProjectStatus, ScenePlan, VideoProject } from './project.js';

@Injectable()
export class ProjectRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_video_projects');
  }

  async add(ownerId: string, project: NewProject): Promise<VideoProject> {
    const { plan, campaignId, isAutomatic, brand_kit, ...fields } = project;
    const row = await this.tables
      .insertInto('ai_video_projects')
      .values({
        id: newId(),
        user_id: ownerId,
        ...fields,
        brand_kit: JSON.stringify(brand_kit),
        scene_plan: plan && JSON.stringify(plan),
        campaign_id: campaignId,
        auto_generated: isAutomatic,
        status: 'planning',
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toProject(row);
  }

  async find(ownerId: string, id: string): Promise<VideoProject | undefined> {
    const row = await this.own(ownerId).selectAll().select(IMAGES).where('id', '=', id).executeTakeFirst();
    return row && toProject(row);
  }

  /** The same, held until the transaction ends. */
  async hold(ownerId: string, id: string): Promise<VideoProject | undefined> {
    const row = await this.own(ownerId)
      .selectAll()
      .select(IMAGES)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    return row && toProject(row);
  }

  /** Newest first, and how many there are. */
  async list(
    ownerId: string,
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ projects: VideoProject[]; count: number }> {
    const rows = await this.own(ownerId)
      .selectAll()
      .select(IMAGES)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .offset(offset)
      .execute();
    const { count } = await this.own(ownerId)
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    return { projects: rows.map(toProject), count: Number(count) };
  }

  /** Unless its video is being made; undefined then. */
  async replan(ownerId: string, id: string, plan: ScenePlan): Promise<VideoProject | undefined> {
    const row = await this.change(ownerId, id)
      .set({ scene_plan: JSON.stringify(plan) })
      .where('status', '<>', 'generating_video')
      .returningAll()
      .executeTakeFirst();
    return row && toProject(row);
  }

  /** The video is being made from here on. */
  async begin(
    { ownerId, projectId, generation }: Generation,
    begun: { operationId: string; finalPrompt: string },
  ): Promise<void> {
    await this.change(ownerId, projectId)
      .set({
        status: 'generating_video',
        generation,
        veo_operation_id: begun.operationId,
        final_prompt: begun.finalPrompt,
        error_message: null,
        completed_at: null,
      })
      .execute();
  }

  /** Undefined where it no longer waits for this generation. */
  async complete(of: Generation, url: string): Promise<VideoProject | undefined> {
    const row = await this.waiting(of)
      .set({ status: 'completed', shown: of.generation, video_url: url, completed_at: sql<string>`now()` })
      .returningAll()
      .executeTakeFirst();
    return row && toProject(row);
  }

  /** Undefined where it no longer waits for this generation. */
  async fail(of: Generation, why: string): Promise<VideoProject | undefined> {
    const row = await this.waiting(of)
      .set({ status: 'failed', error_message: why })
      .returningAll()
      .executeTakeFirst();
    return row && toProject(row);
  }

  /** Adds what was made to what it has cost. */
  async charge(ownerId: string, id: string, dollars: number): Promise<void> {
    await this.change(ownerId, id)
      .set({ cost_usd: sql`cost_usd + ${dollars}::numeric` })
      .execute();
  }

  async save(ownerId: string, id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.change(ownerId, id)
      .set({ saved_at: sql<string>`now()` })
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async remove(ownerId: string, id: string): Promise<void> {
    await this.tables
      .deleteFrom('ai_video_projects')
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .execute();
  }

  private waiting({ ownerId, projectId, generation }: Generation) {
    return this.change(ownerId, projectId)
      .where('status', '=', 'generating_video')
      .where('generation', '=', generation);
  }

  private own(ownerId: string) {
    return this.tables.selectFrom('ai_video_projects').where('user_id', '=', ownerId);
  }

  private change(ownerId: string, id: string) {
    return this.tables
      .updateTable('ai_video_projects')
      .set({ updated_at: sql<string>`now()` })
      .where('user_id', '=', ownerId)
      .where('id', '=', id);
  }
}

/** As JSON: an array whose elements are null is not read alike by all drivers. */
const IMAGES = sql<(string | null)[] | null>`to_json(generated_images)`.as('images');

type ProjectRow = Selectable<AiVideoProjectsTable> & { readonly images?: (string | null)[] | null };

function toProject({
  images = null,
  images_run: _run,
  images_until: until,
  ...row
}: ProjectRow): VideoProject {
  const isGivenUp = until === null || Date.parse(until) <= Date.now();
  return {
    ...row,
    generated_images: images,
    brand_kit: row.brand_kit as unknown as VideoProject['brand_kit'],
    scene_plan: row.scene_plan as unknown as VideoProject['scene_plan'],
    // Whose process ends while it makes images cannot say so.
    status: row.status === 'generating_images' && isGivenUp ? 'planning' : (row.status as ProjectStatus),
    cost_usd: Number(row.cost_usd),
  };
}
