import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { Media } from '#platform/media/media';
import type { StartedVideo, VideoState } from '#platform/media/media-request';
import { FilmStore } from '../files/film-store.js';
import { FirstFrames } from '../images/first-frames.js';
import { dollars, UNPRICED } from '../rates.js';
import { type ClaimedClip, type ClipFailure, pauseBefore } from './clip.js';
import { ClipEnds } from './clip-ends.js';
import { ClipRepository } from './clip.repository.js';

const GIVEN_UP_AFTER_MS = 2 * 3_600_000;
const STARTS_TRIED = 12;
const TRIES_TO_REMEMBER = 8;
/** The provider has turned it away, or was not asked at all: nothing is read or written once it is. */
const NOT_BEGUN = new Set(['ai/limited', 'media/not-asked', 'database/unavailable']);
const LOST =
  'It is not known whether the video was started, because the server stopped in that moment. It was not started again.';
const TOO_LATE = 'The video did not come within two hours.';
const IMAGE_GONE = 'An image that the video is made with has been deleted.';
const BEGINNING_GONE = 'The clip that it was to go on from is not there.';

type Done = Extract<VideoState, { state: 'done' }>;

/** Brings one clip a step on: starts it, asks for it, or fetches it. */
@Injectable()
export class ClipWorker {
  constructor(
    private readonly media: Media,
    private readonly clips: ClipRepository,
    private readonly ends: ClipEnds,
    private readonly frames: FirstFrames,
    private readonly store: FilmStore,
    private readonly settings: Settings,
  ) {}

  /** Who is stopped hands a clip that is made already back at once. */
  async follow(clip: ClaimedClip, stop: AbortSignal): Promise<void> {
    if (clip.operation !== null) return this.look(clip, clip.operation, stop);
    return clip.startedAt === null ? this.start(clip) : this.ends.failed(clip, LOST, 'lost');
  }

  /** What a provider was asked to start may cost whatever it answers: only who was turned away is asked again. */
  private async start(clip: ClaimedClip): Promise<void> {
    const { ownerId: userId, prompt, model, seconds, aspect } = clip;
    if (clip.follows && clip.continues === null) return this.ends.failed(clip, BEGINNING_GONE, 'expired');
    const images = await this.shown(clip);
    if (!images) return this.ends.failed(clip, IMAGE_GONE, 'image-gone');
    if (!(await this.clips.arm(clip, unpriced(clip)))) return;
    let started: StartedVideo;
    try {
      started = await this.media.startVideo({
        userId,
        feature: 'ai-video.clip',
        prompt,
        model,
        aspect,
        durationS: seconds,
        ...images,
        ...(clip.continues !== null && { continues: clip.continues }),
        deadlineMs: this.settings.AI_VIDEO_LEASE_SECONDS * 750,
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (!NOT_BEGUN.has(error.code) || clip.looks >= STARTS_TRIED)
        return this.ends.failed(clip, error.message, codeOf(error));
      return this.clips.disarm(clip, this.dueAfter(clip.looks, error.retryAfter));
    }
    await this.remember(clip, started);
  }

  /** What was bought is written down however often that takes: lost, it would be paid for and not there. */
  private async remember(clip: ClaimedClip, { operation, estimateMicros }: StartedVideo): Promise<void> {
    const bought = { operation, dollars: dollars(estimateMicros, unpriced(clip)) };
    for (let tries = 1; ; tries++) {
      try {
        return await this.clips.started(clip, bought, this.dueAfter(0));
      } catch (error) {
        if (tries === TRIES_TO_REMEMBER) throw error;
        await sleep(tries * 250);
      }
    }
  }

  /** The images it is made with; undefined when one of them has been deleted. */
  private async shown({ ownerId, frameId, lastFrameId, referenceIds }: ClaimedClip) {
    const open = (id: string | null) => (id === null ? null : this.frames.open(ownerId, id));
    const [firstFrame, lastFrame] = [await open(frameId), await open(lastFrameId)];
    const references = [];
    for (const id of referenceIds ?? []) references.push(await open(id));
    if ([firstFrame, lastFrame, ...references].includes(undefined)) return undefined;
    return {
      ...(firstFrame && { firstFrame }),
      ...(lastFrame && { lastFrame }),
      ...(references.length > 0 && { references: references.filter((one) => one != null) }),
    };
  }

  private async look(clip: ClaimedClip, operation: string, stop: AbortSignal): Promise<void> {
    try {
      const state = await this.media.videoState({ userId: clip.ownerId, operation });
      if (state.state === 'failed') return await this.ends.failed(clip, state.reason, state.cause);
      if (state.state === 'done') return await this.fetched(clip, state, stop);
      if (this.isTooLate(clip)) return await this.ends.failed(clip, TOO_LATE, 'late');
      await this.clips.wait(clip, this.dueAfter(clip.looks), state.percent);
    } catch (error) {
      if (stop.aborted) return this.clips.wait(clip, new Date());
      const passing =
        !(error instanceof AppError) || error.kind === 'unavailable' || error.kind === 'too-many';
      if (!passing || this.isTooLate(clip))
        return error instanceof AppError
          ? this.ends.failed(clip, error.message, codeOf(error))
          : this.ends.failed(clip, TOO_LATE, 'late');
      const wanted = error instanceof AppError ? error.retryAfter : undefined;
      await this.clips.wait(clip, this.dueAfter(clip.looks, wanted));
    }
  }

  private async fetched(clip: ClaimedClip, state: Done, stop: AbortSignal): Promise<void> {
    const { mediaType } = state;
    const content = this.whileOurs(clip, state, stop);
    const file = await this.store.keep({ path: this.store.place(clip, mediaType), mediaType }, content);
    const cost = dollars(state.costMicros, unpriced(clip));
    await this.ends.made(clip, { file, film: state.film, dollars: cost });
  }

  /** The content, for as long as nobody else has taken the clip up. */
  private async *whileOurs(clip: ClaimedClip, { content }: Done, stop: AbortSignal): AsyncGenerator<Buffer> {
    const lease = this.settings.AI_VIDEO_LEASE_SECONDS;
    let extended = performance.now();
    for await (const piece of content as AsyncIterable<Buffer>) {
      stop.throwIfAborted();
      if (performance.now() - extended > lease * 300) {
        if (!(await this.clips.extend(clip, lease))) throw new Error('Somebody else has taken the clip up.');
        extended = performance.now();
      }
      yield piece;
    }
  }

  private isTooLate({ startedAt }: ClaimedClip): boolean {
    return startedAt !== null && Date.now() - Date.parse(startedAt) > GIVEN_UP_AFTER_MS;
  }

  private dueAfter(look: number, wantedSeconds = 0): Date {
    const pause = pauseBefore(look, this.settings.AI_VIDEO_POLL_MS);
    return new Date(Date.now() + Math.max(pause, wantedSeconds * 1_000));
  }
}

function unpriced({ model, seconds }: ClaimedClip): number {
  return seconds * UNPRICED.second[model === 'veo-3-fast' ? 'fast' : 'standard'];
}

/** All of our codes have a room and a name. */
function codeOf(error: AppError): ClipFailure {
  return error.code as ClipFailure;
}
