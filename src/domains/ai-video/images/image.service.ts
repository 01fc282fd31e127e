import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Database } from '#platform/database/database';
import type { MadeImage } from '#platform/media/media-request';
import { Media } from '#platform/media/media';
import { ImageKeyMissing, VideoUnderWay } from '../ai-video.errors.js';
import { FilmRepository, type NewImage } from '../film.repository.js';
import type { VideoProject } from '../projects/project.js';
import { ProjectRepository } from '../projects/project.repository.js';
import { VideoProjects } from '../projects/project.service.js';
import { dollars, UNPRICED } from '../rates.js';
import { aspectOf } from '../scene.dto.js';
import type { VideoImages } from './image.dto.js';
import { SceneFiles } from './scene-files.js';

const AT_ONCE = 4;

/** What came of one description. */
type Outcome = { readonly image: NewImage } | { readonly error: unknown };

/** Makes an image of each scene. Those that could not be made cost nothing, and keep none of the others back. */
@Injectable()
export class SceneImages {
  constructor(
    private readonly database: Database,
    private readonly media: Media,
    private readonly projects: VideoProjects,
    private readonly rows: ProjectRepository,
    private readonly films: FilmRepository,
    private readonly files: SceneFiles,
  ) {}

  /** Fails as the first of them failed where none could be made. */
  async make(ownerId: string, projectId: string, descriptions: readonly string[]): Promise<VideoImages> {
    const project = await this.projects.get(ownerId, projectId);
    if (!(await this.media.isReady('image', ownerId))) throw new ImageKeyMissing();
    if (!(await this.rows.move(ownerId, project.id, 'generating_images'))) throw new VideoUnderWay();
    const outcomes = await this.all(project, descriptions);
    const images = outcomes.flatMap((one) => ('image' in one ? [one.image] : []));
    const urls = outcomes.map((one) => ('image' in one ? one.image.url : null));
    const cost = images.reduce((sum, one) => sum + one.dollars, 0);
    const written = async () => {
      await this.films.addImages(ownerId, project.id, images);
      await this.rows.charge(ownerId, project.id, cost);
      await this.rows.move(ownerId, project.id, 'planning', ...(images.length > 0 ? [urls] : []));
    };
    await this.files.withRows(images, () => this.database.transaction(written));
    const [failed] = outcomes.flatMap((one) => ('error' in one ? [one.error] : []));
    if (images.length === 0) throw failed;
    return { project_id: project.id, image_urls: urls, cost_usd: Math.round(cost * 1e6) / 1e6 };
  }

  private async all(project: VideoProject, descriptions: readonly string[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    const waiting = descriptions.entries();
    const lane = async (): Promise<void> => {
      for (const [at, description] of waiting) outcomes[at] = await this.one(project, description, at);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return outcomes;
  }

  /** An error that nobody foresaw is thrown on. */
  private async one(project: VideoProject, description: string, position: number): Promise<Outcome> {
    try {
      const made = await this.media.image({
        userId: project.user_id,
        feature: 'ai-video.scene',
        prompt: description,
        model: 'nano-banana',
        aspect: aspectOf(project.platform),
      });
      const [image] = made.images;
      const cost = dollars(made.costMicros, UNPRICED.image);
      const about = { position, prompt: description, model: made.model, dollars: cost };
      return { image: await this.files.keep(project, image as MadeImage, about) };
    } catch (error) {
      if (error instanceof AppError) return { error };
      throw error;
    }
  }
}
