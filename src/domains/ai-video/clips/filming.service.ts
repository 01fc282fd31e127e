import { Injectable } from '@nestjs/common';
import { FilmRepository } from '../film.repository.js';
import { FirstFrames } from '../images/first-frames.js';
import type { VideoProject } from '../projects/project.js';
import { VideoProjects } from '../projects/project.service.js';
import type { GenerateVideo, StartedGeneration } from './generation.dto.js';
import { VideoGenerations } from './generation.service.js';
import type { WantedVideo } from './wanted-video.js';

/** Has the video of a project made as somebody asks for it, with the images that are named. */
@Injectable()
export class Filming {
  constructor(
    private readonly projects: VideoProjects,
    private readonly generations: VideoGenerations,
    private readonly films: FilmRepository,
    private readonly images: FirstFrames,
  ) {}

  async film(ownerId: string, wanted: GenerateVideo): Promise<StartedGeneration> {
    const project = await this.projects.get(ownerId, wanted.project_id);
    await this.generations.require(ownerId);
    this.generations.refuseUnfit(wanted.use_veo_fast, {
      seconds: project.duration_s,
      hasFirstFrame: isGiven(wanted.image_url),
      hasLastFrame: isGiven(wanted.last_frame_url),
      references: wanted.reference_image_urls?.length ?? 0,
      isOneFilm: wanted.as_one_film,
    });
    return this.generations.start(ownerId, project.id, {
      finalPrompt: wanted.final_prompt,
      isFast: wanted.use_veo_fast,
      aspect: wanted.aspect_ratio,
      isOneFilm: wanted.as_one_film,
      mostDollars: wanted.max_cost_usd,
      ...(await this.imagesOf(project, wanted)),
    });
  }

  private async imagesOf(
    project: VideoProject,
    { image_url, last_frame_url, reference_image_urls = [] }: GenerateVideo,
  ): Promise<Pick<WantedVideo, 'frames' | 'lastFrameId' | 'referenceIds'>> {
    const frames = new Map<number, string>();
    if (isGiven(image_url)) {
      // Who wants images wants them in every clip: the others begin with those of their scenes.
      for (const [scene, film] of await this.films.framesOf(project.user_id, project.id))
        frames.set(scene, film);
      frames.set(0, await this.images.take(project, image_url, 'image_url'));
    }
    const referenceIds: string[] = [];
    for (const [at, url] of reference_image_urls.entries())
      referenceIds.push(await this.images.take(project, url, `reference_image_urls.${at}`));
    return {
      frames,
      ...(referenceIds.length > 0 && { referenceIds }),
      ...(isGiven(last_frame_url) && {
        lastFrameId: await this.images.take(project, last_frame_url, 'last_frame_url'),
      }),
    };
  }
}

function isGiven(url: string | null | undefined): url is string {
  return typeof url === 'string';
}
