import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import type { MadeImage } from '#platform/media/media-request';
import { Media } from '#platform/media/media';
import { ImageKeyMissing, ImagesUnderWay, VideoProjectNotFound, VideoUnderWay } from '../ai-video.errors.js';
import type { VideoProject } from '../projects/project.js';
import { VideoProjects } from '../projects/project.service.js';
import { dollars, UNPRICED } from '../rates.js';
import { aspectOf } from '../scene.dto.js';
import type { VideoImages } from './image.dto.js';
import { ImageRepository, type ImageRun } from './image.repository.js';
import { type KeptImage, SceneFiles } from './scene-files.js';

const AT_ONCE = 4;
/** So long a request may take to make images. */
const WITHIN_MS = 180_000;
/** What is made by then is kept by then, or never. */
const LEASE_SECONDS = 240;

/** What came of the descriptions: in their order, null where there is none. */
interface Outcome {
  readonly images: readonly (KeptImage | null)[];
  readonly errors: readonly unknown[];
}

/** Makes an image of each scene. Those that could not be made cost nothing, and keep none of the others back. */
@Injectable()
export class SceneImages {
  constructor(
    private readonly media: Media,
    private readonly projects: VideoProjects,
    private readonly rows: ImageRepository,
    private readonly files: SceneFiles,
  ) {}

  /** Fails as the first of them failed where none could be made. */
  async make(ownerId: string, projectId: string, descriptions: readonly string[]): Promise<VideoImages> {
    const project = await this.projects.get(ownerId, projectId);
    if (!(await this.media.isReady('image', ownerId))) throw new ImageKeyMissing();
    const run = await this.begun(project);
    const { images, errors } = await this.all(project, descriptions);
    const made = images.filter((image) => image !== null);
    const urls = images.map((image) => image?.url ?? null);
    await this.rows.release(run, made.length > 0 ? urls : undefined);
    const unforeseen = errors.find(endsAll);
    if (unforeseen !== undefined || made.length === 0) throw unforeseen ?? errors[0];
    const cost = made.reduce((sum, one) => sum + one.dollars, 0);
    return { project_id: project.id, image_urls: urls, cost_usd: Math.round(cost * 1e6) / 1e6 };
  }

  /** From here on nobody else makes images of the project, until this run is over or given up. */
  private async begun({ user_id: ownerId, id: projectId }: VideoProject): Promise<ImageRun> {
    const run = { ownerId, projectId, id: newId() };
    if (await this.rows.claim(run, LEASE_SECONDS)) {
      await this.rows.giveUp(run, LEASE_SECONDS);
      return run;
    }
    const { status } = await this.projects.get(ownerId, projectId);
    throw status === 'generating_video' ? new VideoUnderWay() : new ImagesUnderWay();
  }

  /** What is begun comes to its end, and is kept. Nothing more is begun when the time is over, or once something fails unforeseen. */
  private async all(project: VideoProject, descriptions: readonly string[]): Promise<Outcome> {
    const images: (KeptImage | null)[] = descriptions.map(() => null);
    const errors: unknown[] = [];
    const until = performance.now() + WITHIN_MS;
    const waiting = descriptions.entries();
    const lane = async (): Promise<void> => {
      for (const [position, prompt] of waiting) {
        const deadlineMs = Math.floor(until - performance.now());
        if (deadlineMs <= 0 || errors.some(endsAll)) return;
        try {
          images[position] = await this.one(project, { position, prompt, deadlineMs });
        } catch (error) {
          errors.push(error);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return { images, errors };
  }

  private async one(
    project: VideoProject,
    { position, prompt, deadlineMs }: { position: number; prompt: string; deadlineMs: number },
  ): Promise<KeptImage> {
    const made = await this.media.image({
      userId: project.user_id,
      feature: 'ai-video.scene',
      prompt,
      model: 'nano-banana',
      aspect: aspectOf(project.platform),
      deadlineMs,
    });
    const [image] = made.images;
    const cost = dollars(made.costMicros, UNPRICED.image);
    return this.files.keep(project, image as MadeImage, {
      position,
      prompt,
      model: made.model,
      dollars: cost,
    });
  }
}

/** An error that nobody foresaw, or that the project is gone. */
function endsAll(error: unknown): boolean {
  return !(error instanceof AppError) || error instanceof VideoProjectNotFound;
}
