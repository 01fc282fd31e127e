import type { VideoAbilities, VideoAspect, VideoSeconds } from '#platform/media/media-request';
import { VideoModelUnable, VideoNotPossible } from '../ai-video.errors.js';
import type { VideoProject } from '../projects/project.js';
import { aspectOf } from '../scene.dto.js';
import type { NewClip } from './clip.js';
import { clipLengths, clipsOf, filmLengths, wholeClipLengths } from './clip-plan.js';

const LONGEST_CLIP_S = 8;

export interface WantedVideo {
  readonly finalPrompt: string;
  readonly isFast: boolean;
  /** By the place of the scene, the image that a clip begins with. */
  readonly frames: ReadonlyMap<number, string>;
  readonly lastFrameId?: string;
  readonly referenceIds?: readonly string[];
  /** That of the project's platform when left out. */
  readonly aspect?: VideoAspect | undefined;
  /** Left out: where the model can. */
  readonly isOneFilm?: boolean | undefined;
  /** US dollars that it may cost at most. */
  readonly mostDollars?: number | undefined;
}

/** What a video is to be made with, as far as models differ in it. */
export interface VideoDemands {
  readonly seconds: number;
  readonly hasFirstFrame: boolean;
  readonly hasLastFrame: boolean;
  readonly references: number;
  readonly isOneFilm: boolean | undefined;
}

export type FilmModel = 'veo-3' | 'veo-3-fast';

export function modelOf(isFast: boolean): FilmModel {
  return isFast ? 'veo-3-fast' : 'veo-3';
}

/** Throws, with the field that asks for it, where the model cannot do what is asked, or nobody could. */
export function refuseUnfit(model: FilmModel, abilities: VideoAbilities, demands: VideoDemands): void {
  const { seconds, hasFirstFrame, hasLastFrame, references, isOneFilm } = demands;
  if (references > 0 && (hasFirstFrame || hasLastFrame))
    throw notPossible(
      'reference_image_urls',
      'A video goes by images or begins and ends with some, not both.',
    );
  if (hasLastFrame && !hasFirstFrame)
    throw notPossible(
      'last_frame_url',
      'A video that ends with an image begins with one too: give image_url.',
    );
  if (hasLastFrame && seconds > LONGEST_CLIP_S)
    throw notPossible(
      'last_frame_url',
      `A video of more than ${LONGEST_CLIP_S} seconds cannot end with an image.`,
    );
  if (hasLastFrame && !abilities.lastFrame) throw unable('last_frame_url', model, 'an image to end with');
  if (references > abilities.references)
    throw unable(
      'reference_image_urls',
      model,
      references === 1 ? 'an image to go by' : `${references} images to go by`,
    );
  if (isOneFilm === true && seconds > LONGEST_CLIP_S && seconds > abilities.longestFilmS)
    throw unable(
      'as_one_film',
      model,
      `a film of ${seconds} seconds; leave as_one_film out for several clips`,
    );
}

/** The clips of a video: several, or one film whose parts go on from one another where it is longer than a clip. */
export function newClips(project: VideoProject, wanted: WantedVideo, abilities: VideoAbilities): NewClip[] {
  const { finalPrompt, frames, lastFrameId = null, referenceIds = [] } = wanted;
  const lengths = lengthsOf(project.duration_s, wanted, abilities);
  const isOneFilm = lengths.some((one) => one === 7);
  const aspect = wanted.aspect ?? aspectOf(project.platform);
  const planned = clipsOf(finalPrompt, project.scene_plan?.scenes ?? [], { lengths, isOneFilm });
  return planned.map(({ seconds, prompt, firstScene }, position) => {
    const follows = isOneFilm && position > 0;
    const frame = frames.get(position === 0 ? 0 : firstScene) ?? null;
    return {
      position,
      seconds,
      prompt,
      model: modelOf(wanted.isFast),
      aspect,
      follows,
      frameId: follows ? null : frame,
      lastFrameId,
      referenceIds: follows || referenceIds.length === 0 ? null : referenceIds,
    };
  });
}

function lengthsOf(
  total: number,
  { isOneFilm = true, referenceIds = [] }: WantedVideo,
  { longestFilmS }: VideoAbilities,
): VideoSeconds[] {
  const goesByImages = referenceIds.length > 0;
  if (isOneFilm && total > LONGEST_CLIP_S && total <= longestFilmS)
    return goesByImages ? filmLengths(total, [LONGEST_CLIP_S]) : filmLengths(total);
  return goesByImages ? wholeClipLengths(total) : clipLengths(total);
}

function notPossible(path: string, message: string): Error {
  return new VideoNotPossible(`${path}: ${message}`).withIssues([{ path, message }]);
}

function unable(path: string, model: string, what: string): Error {
  const error = new VideoModelUnable(model, what);
  return error.withIssues([{ path, message: error.message }]);
}
