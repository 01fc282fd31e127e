import { Injectable } from '@nestjs/common';
import { VideoGenerations } from '#domains/ai-video/clips/generation.service';
import { VideoProjects } from '#domains/ai-video/projects/project.service';
import type { ProjectState } from '#domains/ai-video/projects/project.dto';
import { BrandKit } from '#domains/ai-video/scene.dto';
import { AppError } from '#kernel/errors';
import { Database } from '#platform/database/database';
import { failureOf } from '../runs/failure.js';
import { ownerOf, StepWorker } from '../runs/step-worker.js';
import { type Outcome, type Visit, went } from '../runs/visit.js';
import type { VideoConfig } from '../steps/deed.shapes.js';
import { VideoPlanMissing } from '../workflow.errors.js';
import { textOf } from './step-texts.js';

const LOOK_AGAIN_MS = 5_000;
const LONGEST_PROMPT = 10_000;

/** Has a video made, once, of what an earlier step has planned, and goes on when it is there. */
@Injectable()
export class VideoNode extends StepWorker {
  readonly type = 'video';

  constructor(
    private readonly database: Database,
    private readonly projects: VideoProjects,
    private readonly generations: VideoGenerations,
  ) {
    super();
  }

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const ownerId = ownerOf(visits);
    const outcomes: Outcome[] = [];
    for (const visit of visits) outcomes.push(await this.one(ownerId, visit));
    return outcomes;
  }

  private async one(ownerId: string, visit: Visit): Promise<Outcome> {
    const project = visit.execution.state?.['project'];
    try {
      return typeof project === 'string'
        ? outcomeOf(await this.projects.state(ownerId, project), visit)
        : await this.database.savepoint(() => this.begun(ownerId, visit));
    } catch (error) {
      if (error instanceof AppError) return failureOf(error);
      throw error;
    }
  }

  /** The project, what is asked for, and the note of it are committed together. */
  private async begun(ownerId: string, visit: Visit): Promise<Outcome> {
    // Versions of before say nothing of the platform and the model.
    const config = visit.step.config as unknown as Partial<VideoConfig> & Pick<VideoConfig, 'seconds'>;
    const { plan_from, seconds, platform = 'YouTubeShort', fast = true } = config;
    const finalPrompt = textOf(visit, plan_from)?.slice(0, LONGEST_PROMPT);
    if (finalPrompt === undefined) throw new VideoPlanMissing();
    await this.generations.require(ownerId);
    const { title } = visit.execution.input;
    const { id } = await this.projects.add(ownerId, {
      goal: typeof title === 'string' ? title.slice(0, 2_000) : finalPrompt.slice(0, 2_000),
      platform,
      language: 'en',
      duration_s: seconds,
      brand_kit: new BrandKit(),
      plan: null,
      campaignId: null,
      isAutomatic: true,
    });
    await this.generations.start(ownerId, id, { finalPrompt, isFast: fast, frames: new Map() });
    return { kind: 'wait', until: later(visit), state: { project: id } };
  }
}

function outcomeOf(
  { project_id, status, video_url, clips, cost_usd, ...state }: ProjectState,
  visit: Visit,
): Outcome {
  if (status === 'completed')
    return went({ project_id, video_url, clips: clips.flatMap((clip) => clip.video_url ?? []), cost_usd });
  if (status === 'failed')
    return {
      kind: 'fail',
      code: 'ai-video/not-made',
      message: state.error_message ?? 'The video could not be made.',
      // What a provider was asked for once is not asked for again by itself.
      final: true,
      output: { project_id },
    };
  return { kind: 'wait', until: later(visit) };
}

function later({ now }: Visit): Date {
  return new Date(now.getTime() + LOOK_AGAIN_MS);
}
