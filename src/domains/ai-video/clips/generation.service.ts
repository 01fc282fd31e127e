import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { Media } from '#platform/media/media';
import { VideoKeyMissing } from '../ai-video.errors.js';
import type { VideoProject } from '../projects/project.js';
import { Beginnings } from './beginnings.service.js';
import type { Generation, NewClip } from './clip.js';
import { secondsOf } from './clip-plan.js';
import { type FittingClip, reusable } from './fitting-clip.js';
import { GenerationEnds } from './generation-ends.js';
import type { StartedGeneration } from './generation.dto.js';
import { GenerationRepository } from './generation.repository.js';
import { modelOf, newClips, refuseUnfit, type VideoDemands, type WantedVideo } from './wanted-video.js';

const MINUTES = { 'veo-3-fast': 4, 'veo-3': 6 } as const;

/** Has videos made: what is asked for is written down here, and done by workers. */
@Injectable()
export class VideoGenerations {
  constructor(
    private readonly database: Database,
    private readonly media: Media,
    private readonly beginnings: Beginnings,
    private readonly generations: GenerationRepository,
    private readonly ends: GenerationEnds,
  ) {}

  /** Throws while nobody can make videos for this user. */
  async require(ownerId: string): Promise<void> {
    if (!(await this.media.isReady('video', ownerId))) throw new VideoKeyMissing();
  }

  /** Throws where the model cannot make a video so. */
  refuseUnfit(isFast: boolean, demands: VideoDemands): void {
    const model = modelOf(isFast);
    refuseUnfit(model, this.media.videoAbilities(model), demands);
  }

  /** Joins the running transaction. Clips that the project has of a video that failed are not made anew. */
  async start(ownerId: string, projectId: string, wanted: WantedVideo): Promise<StartedGeneration> {
    await this.require(ownerId);
    const of = { ownerId, projectId, generation: newId() };
    const model = modelOf(wanted.isFast);
    const begun = await this.database.transaction(async () => {
      const project = await this.beginnings.hold(ownerId, projectId);
      const clips = newClips(project, wanted, this.media.videoAbilities(model));
      const known = await this.takeOver(project, of, clips);
      const left = clips.filter(({ position }) => !known.some((one) => one.position === position));
      const made = new Set(known.filter(({ isMade }) => isMade).map(({ position }) => position));
      const { finalPrompt, mostDollars } = wanted;
      const estimate = await this.beginnings.begin(of, { project, finalPrompt, left, made, mostDollars });
      return { clips, estimate, isDone: made.size === clips.length };
    });
    if (begun.isDone) await this.ends.within(of, [], () => this.ends.settle(of));
    const rounds = begun.clips.filter(({ follows }) => follows).length + 1;
    return {
      project_id: projectId,
      operation_id: `veo3-${of.generation}`,
      status: 'processing',
      estimated_time_minutes: MINUTES[model] * rounds,
      estimated_cost: begun.estimate,
      clips: begun.clips.length,
      seconds: secondsOf(begun.clips.map(({ seconds }) => seconds)),
      one_film: rounds === begun.clips.length,
    };
  }

  /** What there is of a video that failed goes over into the next. */
  private async takeOver(
    { status, generation }: VideoProject,
    of: Generation,
    clips: readonly NewClip[],
  ): Promise<FittingClip[]> {
    if (status !== 'failed' || generation === null) return [];
    const known = reusable(await this.generations.fitting({ ...of, generation }, clips), clips);
    await this.generations.take(
      of.ownerId,
      known.map(({ id }) => id),
      of.generation,
    );
    return known;
  }
}
