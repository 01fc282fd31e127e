import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { MadeImage } from '#platform/media/media-request';
import { VideoProjectNotFound } from '../ai-video.errors.js';
import { FilmLinks } from '../files/film-links.js';
import { FilmStore, type KeptFile } from '../files/film-store.js';
import type { VideoProject } from '../projects/project.js';
import { ProjectRepository } from '../projects/project.repository.js';
import { ImageRepository, type NewImage } from './image.repository.js';

const NOT_KEPT = 'Its file could not be kept.';

/** An image that can be seen. */
export interface KeptImage {
  readonly id: string;
  readonly url: string;
  readonly dollars: number;
}

/** Keeps images of projects, with a link each, and charges them. No file is kept that no row knows of, whenever a process ends. */
@Injectable()
export class SceneFiles {
  constructor(
    private readonly database: Database,
    private readonly images: ImageRepository,
    private readonly projects: ProjectRepository,
    private readonly store: FilmStore,
    private readonly links: FilmLinks,
  ) {}

  async keep(
    { id: projectId, user_id: ownerId }: Pick<VideoProject, 'id' | 'user_id'>,
    { bytes, mediaType }: MadeImage,
    about: Pick<NewImage, 'position' | 'prompt' | 'model' | 'dollars'>,
  ): Promise<KeptImage> {
    const path = this.store.place({ ownerId, projectId }, mediaType);
    const image = { id: newId(), ownerId, projectId, path, mediaType, ...about };
    if (!(await this.images.expect(image))) throw new VideoProjectNotFound();
    const file = await this.stored(image, bytes);
    const url = this.links.link(ownerId, image.id);
    if (!(await this.charged(image, file, url))) {
      await this.store.forget([path]);
      throw new VideoProjectNotFound();
    }
    return { id: image.id, url, dollars: image.dollars };
  }

  private async stored(image: NewImage, bytes: Uint8Array): Promise<KeptFile> {
    const content = (async function* () {
      yield bytes;
    })();
    try {
      return await this.store.keep(image, content);
    } catch (error) {
      await this.images.fail(image, NOT_KEPT);
      throw error;
    }
  }

  /** False where the project has been deleted meanwhile. */
  private charged(image: NewImage, file: KeptFile, url: string): Promise<boolean> {
    const { ownerId, projectId, dollars } = image;
    return this.database.transaction(async () => {
      if (!(await this.projects.hold(ownerId, projectId))) return false;
      if (!(await this.images.keep(image, file, url))) return false;
      await this.projects.charge(ownerId, projectId, dollars);
      return true;
    });
  }
}
