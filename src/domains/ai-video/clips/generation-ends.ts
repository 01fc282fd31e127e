import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { VideoNotUnderWay, VideoProjectNotFound } from '../ai-video.errors.js';
import { FilmStore } from '../files/film-store.js';
import { ProjectEnds } from '../projects/project-ends.js';
import type { VideoProject } from '../projects/project.js';
import { ProjectRepository } from '../projects/project.repository.js';
import type { Generation } from './clip.js';
import { VideoEndedJob } from './clip.jobs.js';
import { GenerationRepository } from './generation.repository.js';

const COULD_NOT = 'The video could not be made.';
const CANCELLED = 'The video was cancelled.';

/** How videos end: with their last clip, or when somebody no longer wants them. */
@Injectable()
export class GenerationEnds {
  constructor(
    private readonly database: Database,
    private readonly generations: GenerationRepository,
    private readonly projects: ProjectRepository,
    private readonly projectEnds: ProjectEnds,
    private readonly store: FilmStore,
    private readonly jobs: Jobs,
  ) {}

  /** With the project held, in one transaction; the files that the work answers are let go of afterwards, `gone` when there is no project. */
  async within(
    { ownerId, projectId }: Pick<Generation, 'ownerId' | 'projectId'>,
    gone: readonly string[],
    work: () => Promise<readonly string[]>,
  ): Promise<void> {
    const former = await this.database.transaction(async () =>
      (await this.projects.hold(ownerId, projectId)) ? work() : gone,
    );
    await this.store.forget(former);
  }

  /** Ends the video where none of its clips is open; answers the files that are no longer shown. */
  async settle(of: Generation): Promise<string[]> {
    const { open, failed, why, failure, url } = await this.generations.standing(of);
    if (open > 0) return [];
    const isMade =
      failed === 0 && url !== null
        ? await this.projectEnds.completed(of, url)
        : await this.projectEnds.failed(of, why ?? COULD_NOT, failure ?? 'failed').then(() => false);
    const dollars = await this.generations.tellCosts(of);
    const project = await this.projects.find(of.ownerId, of.projectId);
    const campaignId = project?.campaign_id ?? null;
    await this.jobs.send(VideoEndedJob, { ...of, campaignId, isMade, dollars });
    return isMade ? this.generations.releaseFormer(of) : [];
  }

  /**
   * The held project is about to be deleted. Nobody will look what becomes of its clips, so those that were started are told as
   * if they were made.
   */
  async abandon({ user_id: ownerId, id: projectId, campaign_id: campaignId }: VideoProject): Promise<void> {
    const costs = await this.generations.untold(ownerId, projectId);
    if (campaignId === null) return;
    await this.jobs.sendAll(
      VideoEndedJob,
      costs.map((cost) => ({ ownerId, projectId, campaignId, isMade: false, ...cost })),
    );
  }

  /**
   * The video is no longer wanted. What has not been started is not; what has been is paid for in any case, so it is followed
   * to its end, charged and kept for the next time that the same is asked for.
   */
  async cancel(ownerId: string, projectId: string): Promise<void> {
    await this.database.transaction(async () => {
      const project = await this.projects.hold(ownerId, projectId);
      if (!project) throw new VideoProjectNotFound();
      const { status, generation } = project;
      if (status !== 'generating_video' || generation === null) throw new VideoNotUnderWay();
      const of = { ownerId, projectId, generation };
      await this.projectEnds.failed(of, CANCELLED, 'cancelled');
      await this.generations.dropUnstarted(of, CANCELLED, 'cancelled');
      await this.settle(of);
    });
  }
}
