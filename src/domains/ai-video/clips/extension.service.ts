import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { Media } from '#platform/media/media';
import { VideoModelUnable, VideoNotPossible } from '../ai-video.errors.js';
import type { VideoProject } from '../projects/project.js';
import { aspectOf } from '../scene.dto.js';
import { Beginnings } from './beginnings.service.js';
import type { NewClip } from './clip.js';
import { secondsOf } from './clip-plan.js';
import type { ExtendVideo, StartedGeneration } from './generation.dto.js';
import { GenerationRepository, type MadeClip } from './generation.repository.js';
import { VideoGenerations } from './generation.service.js';

const GOES_ON_S = 7;
const MINUTES = { 'veo-3-fast': 4, 'veo-3': 6 } as const;

/** Has videos go on from their end. */
@Injectable()
export class VideoExtensions {
  constructor(
    private readonly database: Database,
    private readonly media: Media,
    private readonly beginnings: Beginnings,
    private readonly generations: GenerationRepository,
    private readonly videos: VideoGenerations,
  ) {}

  /** By seven seconds; only those are charged. The video is shown as it was until the longer one is there. */
  async extend(
    ownerId: string,
    { project_id, prompt, max_cost_usd }: ExtendVideo,
  ): Promise<StartedGeneration> {
    await this.videos.require(ownerId);
    return this.database.transaction(async () => {
      const project = await this.beginnings.hold(ownerId, project_id);
      const clips = await this.madeOf(project);
      const last = this.lastOf(clips);
      const of = { ownerId, projectId: project.id, generation: newId() };
      await this.generations.take(
        ownerId,
        clips.map(({ id }) => id),
        of.generation,
      );
      const position = last.position + 1;
      const more: NewClip = {
        position,
        seconds: GOES_ON_S,
        prompt,
        model: last.model,
        follows: true,
        aspect: last.aspect ?? aspectOf(project.platform),
        frameId: null,
        lastFrameId: null,
        referenceIds: null,
      };
      const estimate = await this.beginnings.begin(of, {
        project,
        finalPrompt: `${project.final_prompt ?? ''} ${prompt}`.trim(),
        left: [more],
        made: new Set([last.position]),
        mostDollars: max_cost_usd,
      });
      return {
        project_id: project.id,
        operation_id: `veo3-${of.generation}`,
        status: 'processing',
        estimated_time_minutes: MINUTES[last.model],
        estimated_cost: estimate,
        clips: position + 1,
        seconds: secondsOf(clips.map(({ seconds }) => seconds)) + GOES_ON_S,
        one_film: true,
      };
    });
  }

  /** Of a film that failed on its way, what there is of it. */
  private madeOf({
    user_id: ownerId,
    id: projectId,
    status,
    generation,
    shown,
  }: VideoProject): Promise<MadeClip[]> {
    const from = status === 'failed' ? generation : shown;
    return from === null
      ? Promise.resolve([])
      : this.generations.made({ ownerId, projectId, generation: from });
  }

  private lastOf(clips: readonly MadeClip[]): MadeClip {
    const last = clips.at(-1);
    if (!last) throw new VideoNotPossible('The project has no video that could go on.');
    if (clips.some(({ position, follows }, at) => position !== at || follows !== at > 0))
      throw new VideoNotPossible('The video is made of several clips. Only one film can go on.');
    const { longestFilmS } = this.media.videoAbilities(last.model);
    if (longestFilmS === 0) throw new VideoModelUnable(last.model, 'a video to go on from');
    if (secondsOf(clips.map(({ seconds }) => seconds)) + GOES_ON_S > longestFilmS)
      throw new VideoNotPossible(`A film has ${longestFilmS} seconds at most.`);
    if (!last.goesOn)
      throw new VideoNotPossible('Its provider keeps a video for two days to go on from. This one is older.');
    return last;
  }
}
