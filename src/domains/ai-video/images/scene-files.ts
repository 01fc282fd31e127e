import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { MadeImage } from '#platform/media/media-request';
import { FilmLinks } from '../files/film-links.js';
import { FilmStore } from '../files/film-store.js';
import type { NewImage } from '../film.repository.js';
import type { VideoProject } from '../projects/project.js';

/** Keeps images of projects, with a link each. */
@Injectable()
export class SceneFiles {
  constructor(
    private readonly store: FilmStore,
    private readonly links: FilmLinks,
  ) {}

  async keep(
    { id: projectId, user_id: ownerId }: Pick<VideoProject, 'id' | 'user_id'>,
    image: MadeImage,
    about: Pick<NewImage, 'position' | 'prompt' | 'model' | 'dollars'>,
  ): Promise<NewImage> {
    const id = newId();
    const content = (async function* () {
      yield image.bytes;
    })();
    const file = await this.store.keep({ ownerId, projectId }, image.mediaType, content);
    return { id, url: this.links.link(ownerId, id), file, ...about };
  }

  /** Does the work that gives the images their rows; without rows no file of theirs stays. */
  async withRows(images: readonly NewImage[], work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.store.forget(images.map(({ file }) => file.path));
      throw error;
    }
  }
}
