import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Jobs } from '#platform/jobs/jobs';
import { DailyVideosSpent, OverCost, VideoProjectNotFound, VideoUnderWay } from '../ai-video.errors.js';
import type { VideoProject } from '../projects/project.js';
import { ProjectRepository } from '../projects/project.repository.js';
import { estimatedCost } from '../rates.js';
import { BegunRepository } from './begun.repository.js';
import type { Generation, NewClip } from './clip.js';
import { FollowClipsJob } from './clip.jobs.js';
import { secondsOf } from './clip-plan.js';
import { GenerationRepository } from './generation.repository.js';

const DAY_MS = 24 * 3_600_000;

/** What is to be made of a project, and what there is of it. */
export interface Beginning {
  /** As it was held. */
  readonly project: VideoProject;
  readonly finalPrompt: string;
  readonly left: readonly NewClip[];
  /** The places of those that are made. */
  readonly made: ReadonlySet<number>;
  /** US dollars that it may cost at most. */
  readonly mostDollars: number | undefined;
}

/** How the making of videos begins: one at a time of an owner, within their limits, written down for workers. */
@Injectable()
export class Beginnings {
  constructor(
    private readonly projects: ProjectRepository,
    private readonly generations: GenerationRepository,
    private readonly begun: BegunRepository,
    private readonly jobs: Jobs,
    private readonly settings: Settings,
  ) {}

  /** The project, held with its owner until the transaction ends; throws where no video of it may be begun. */
  async hold(ownerId: string, projectId: string): Promise<VideoProject> {
    await this.generations.lockOwner(ownerId);
    const project = await this.projects.hold(ownerId, projectId);
    if (!project) throw new VideoProjectNotFound();
    if (project.status === 'generating_video') throw new VideoUnderWay();
    await this.refuseTooMany(ownerId);
    return project;
  }

  /** Answers what it is estimated to cost, in US dollars. */
  async begin(of: Generation, beginning: Beginning): Promise<number> {
    const { project, finalPrompt, left, made, mostDollars } = beginning;
    const estimate = estimatedCost(secondsOf(left.map(({ seconds }) => seconds)));
    if (mostDollars !== undefined && estimate > mostDollars) {
      const error = new OverCost(estimate, mostDollars);
      throw error.withIssues([{ path: 'max_cost_usd', message: error.message }]);
    }
    await this.generations.add(of, left, made);
    if (left.length > 0) await this.begun.add(project, of.generation);
    await this.projects.begin(of, { operationId: `veo3-${of.generation}`, finalPrompt });
    await this.jobs.send(FollowClipsJob, { askedBy: 'request' });
    return estimate;
  }

  private async refuseTooMany(ownerId: string): Promise<void> {
    const limit = this.settings.AI_VIDEO_DAILY_LIMIT;
    if (limit === 0) return;
    const begun = await this.begun.since(ownerId, new Date(Date.now() - DAY_MS));
    if (begun >= limit) throw new DailyVideosSpent(limit).after(3_600);
  }
}
