import { Injectable } from '@nestjs/common';
import { FilmLinks } from '../files/film-links.js';
import type { KeptFile } from '../files/film-store.js';
import { ProjectRepository } from '../projects/project.repository.js';
import type { ClaimedClip, ClipFailure } from './clip.js';
import { ClipRepository } from './clip.repository.js';
import { GenerationEnds } from './generation-ends.js';
import { GenerationRepository } from './generation.repository.js';

const NOT_STARTED = 'It was not started, because another clip of the video could not be made.';

/** Writes down how clips end, and with the last of them how their video does: in one transaction, so that each is told once. */
@Injectable()
export class ClipEnds {
  constructor(
    private readonly clips: ClipRepository,
    private readonly generations: GenerationRepository,
    private readonly ends: GenerationEnds,
    private readonly projects: ProjectRepository,
    private readonly links: FilmLinks,
  ) {}

  /**
   * The clip was made and costs what it costs; what goes on from it is due. Its file is let go of when somebody else has ended
   * it meanwhile, and that of the clip before where this one holds it.
   */
  async made(
    clip: ClaimedClip,
    made: { readonly file: KeptFile; readonly film: string; readonly dollars: number },
  ): Promise<void> {
    const { ownerId, projectId, position } = clip;
    const url = this.links.link(ownerId, clip.id);
    await this.ends.within(clip, [made.file.path], async () => {
      const of = await this.clips.complete(clip, { ...made, url });
      if (!of) return [made.file.path];
      await this.projects.charge(ownerId, projectId, made.dollars);
      await this.generations.goOnFrom(of, position);
      const held = clip.follows ? await this.generations.releaseBefore(of, position) : [];
      return [...held, ...(await this.ends.settle(of))];
    });
  }

  /** It will not be made, and costs nothing. Those of its video that have not been started are not. */
  async failed(clip: ClaimedClip, why: string, failure: ClipFailure): Promise<void> {
    await this.ends.within(clip, [], async () => {
      const of = await this.clips.fail(clip, why, failure);
      if (!of) return [];
      await this.generations.dropUnstarted(of, NOT_STARTED, 'not-started');
      return this.ends.settle(of);
    });
  }
}
