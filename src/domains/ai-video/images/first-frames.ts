import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import type { AiImage } from '#platform/ai/ai-request';
import { madeImage } from '#platform/media/providers/made-image';
import type { MadeImage } from '#platform/media/media-request';
import { WebClient } from '#platform/web/web-client';
import { FirstFrameUnfit } from '../ai-video.errors.js';
import { FilmLinks } from '../files/film-links.js';
import { FilmStore } from '../files/film-store.js';
import { FilmRepository } from '../film.repository.js';
import type { VideoProject } from '../projects/project.js';
import { SceneFiles } from './scene-files.js';

const LONGEST = 10 * 1024 * 1024;
/** Of no scene: it was brought along. */
const BROUGHT = -1;

/** The images that clips begin with, end with and go by: made here before, or fetched from where they lie. */
@Injectable()
export class FirstFrames {
  constructor(
    private readonly films: FilmRepository,
    private readonly files: SceneFiles,
    private readonly store: FilmStore,
    private readonly links: FilmLinks,
    private readonly web: WebClient,
  ) {}

  /** The id of the image at the address, which is fetched and kept where it is not one of the owner's own. */
  async take(project: VideoProject, url: string, field: string): Promise<string> {
    const ownerId = project.user_id;
    const claim = this.links.readUrl(url);
    if (claim?.ownerId === ownerId && (await this.films.fileOf(ownerId, claim.filmId))) return claim.filmId;
    const about = { position: BROUGHT, prompt: url.slice(0, 2_000), model: null, dollars: 0 };
    const image = await this.files.keep(project, await this.fetched(url, field), about);
    return image.id;
  }

  /** The image as a model is shown it; undefined when it has been deleted. */
  async open(ownerId: string, filmId: string): Promise<AiImage | undefined> {
    const file = await this.films.fileOf(ownerId, filmId);
    if (!file) return undefined;
    const bytes = await buffer(await this.store.read(file.path));
    const { mediaType } = madeImage(bytes.toString('base64'));
    return { kind: 'image', mediaType, base64: bytes.toString('base64') };
  }

  private async fetched(url: string, field: string): Promise<MadeImage> {
    try {
      const answer = await this.web.send({ url, longest: LONGEST, headers: { accept: 'image/*' } });
      if (!answer.ok) throw unfit(field, `its server answered ${answer.status}.`);
      return madeImage(answer.bytes.toString('base64'));
    } catch (error) {
      if (error instanceof FirstFrameUnfit) throw error;
      const why = error instanceof AppError ? error.message : 'there is no image at this address.';
      throw unfit(field, why).because(error);
    }
  }
}

function unfit(field: string, why: string): AppError {
  return new FirstFrameUnfit(field, why).withIssues([{ path: field, message: why }]);
}
