import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { VideoProjectNotFound, VideoUnderWay } from '../ai-video.errors.js';
import { BegunRepository, type CampaignVideos } from '../clips/begun.repository.js';
import { GenerationEnds } from '../clips/generation-ends.js';
import { FilmStore } from '../files/film-store.js';
import { FilmRepository, type TellableClip } from '../film.repository.js';
import { wholeScene } from '../scene.dto.js';
import { type NewProject, progressOf, type ScenePlan, type VideoProject } from './project.js';
import type { AiVideoProject, ProjectList, ProjectState, VideoClip } from './project.dto.js';
import { ProjectRepository } from './project.repository.js';

/** Videos from their plan to their end. */
@Injectable()
export class VideoProjects {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectRepository,
    private readonly films: FilmRepository,
    private readonly store: FilmStore,
    private readonly begun: BegunRepository,
    private readonly ends: GenerationEnds,
  ) {}

  add(ownerId: string, project: NewProject): Promise<VideoProject> {
    return this.projects.add(ownerId, project);
  }

  async get(ownerId: string, id: string): Promise<VideoProject> {
    const project = isUuid(id) ? await this.projects.find(ownerId, id) : undefined;
    if (!project) throw new VideoProjectNotFound();
    return project;
  }

  async replan(ownerId: string, id: string, plan: ScenePlan): Promise<VideoProject> {
    const project = await this.projects.replan(ownerId, id, plan);
    if (!project) throw new VideoUnderWay();
    return project;
  }

  async one(ownerId: string, id: string): Promise<AiVideoProject> {
    return toTold(await this.get(ownerId, id));
  }

  async list(ownerId: string, query: { limit: number; offset: number }): Promise<ProjectList> {
    const { projects, count } = await this.projects.list(ownerId, query);
    return { projects: projects.map(toTold), count };
  }

  async state(ownerId: string, id: string): Promise<ProjectState> {
    const { generation, shown, ...project } = await this.get(ownerId, id);
    const clips = await this.films.clips(ownerId, project.id, [generation, shown]);
    const current = clips.filter((clip) => clip.generation === generation);
    const seen = project.status === 'completed' ? clips.filter((clip) => clip.generation === shown) : current;
    return {
      project_id: project.id,
      status: project.status,
      video_url: project.video_url,
      progress: progressOf(project.status, current),
      error_message: project.error_message,
      error_code: project.status === 'failed' ? causeOf(current) : null,
      clips: seen.map(({ url, error, failure, generation: _of, percent: _percent, ...clip }): VideoClip => ({
        ...clip,
        video_url: url,
        error_message: error,
        error_code: failure,
      })),
      cost_usd: project.cost_usd,
    };
  }

  async save(ownerId: string, id: string): Promise<void> {
    if (!(await this.projects.save(ownerId, id))) throw new VideoProjectNotFound();
  }

  /** Removes it with its images and clips. What a provider is still making is not fetched any more, but paid for. */
  async remove(ownerId: string, id: string): Promise<void> {
    const { id: projectId } = await this.get(ownerId, id);
    const files = await this.database.transaction(async () => {
      const project = await this.projects.hold(ownerId, projectId);
      if (!project) throw new VideoProjectNotFound();
      await this.ends.abandon(project);
      const all = await this.films.filesOf(ownerId, projectId);
      await this.projects.remove(ownerId, projectId);
      return all;
    });
    await this.store.forget(files);
  }

  /** Of a campaign's videos that were made by themselves: how many since then, and how many seconds are being made. */
  ofCampaign(ownerId: string, campaignId: string, since: Date): Promise<CampaignVideos> {
    return this.begun.ofCampaign(ownerId, campaignId, since);
  }
}

/** Why the first clip failed that did by itself. */
function causeOf(clips: readonly TellableClip[]): string | null {
  const causes = clips.flatMap(({ failure }) => failure ?? []);
  return causes.find((one) => one !== 'not-started') ?? causes[0] ?? null;
}

function toTold({
  generation: _generation,
  shown: _shown,
  generated_images,
  ...project
}: VideoProject): AiVideoProject {
  return {
    ...project,
    scene_plan: project.scene_plan && {
      ...project.scene_plan,
      scenes: project.scene_plan.scenes.map(wholeScene),
    },
    generated_images: generated_images && [...generated_images],
  };
}
