import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Settings } from '#platform/config/settings';
import { RenderFailed } from './publishing.errors.js';
import { publishingCall } from './publishing-call.js';

const COMPANY = 'json2video';
const FRAMES_PER_SECOND = 30;
const FADE_SECONDS = 1;
/** A length of -2 makes music as long as the video. */
const AS_LONG_AS_THE_VIDEO = -2;
const LONGEST_WORDS = 300;

/** A video of texts that fade into each other. */
export interface Movie {
  readonly scenes: readonly { readonly text: string; readonly seconds: number }[];
  /** Fetched by json2video. */
  readonly musicUrl?: string | undefined;
  readonly introUrl?: string | undefined;
}

/** Who pays, and when to stop. */
export interface PublishingAccount {
  readonly key: string;
  readonly signal: AbortSignal;
}

const Ordered = z.object({ project: z.string().min(1).max(200) });
const Rendering = z.object({
  movie: z.object({ status: z.string(), url: z.url().nullish(), message: z.string().nullish() }),
});

/** Renders videos by json2video's API v2, with a user's own key. */
@Injectable()
export class Json2Video {
  private readonly movies: string;
  private readonly pollMs: number;

  constructor(settings: Settings) {
    this.movies = `${settings.JSON2VIDEO_BASE_URL.replace(/\/+$/, '')}/v2/movies`;
    this.pollMs = settings.JSON2VIDEO_POLL_MS;
  }

  /** Orders a video and answers the name of its project; each call is paid for. */
  async order(movie: Movie, { key, signal }: PublishingAccount): Promise<string> {
    const call = {
      company: COMPANY,
      method: 'POST',
      url: this.movies,
      headers: { 'x-api-key': key },
    } as const;
    const { project } = await publishingCall({ ...call, body: bodyOf(movie), answer: Ordered, signal });
    return project;
  }

  /** Waits until the video is done, and answers where it is. Whoever waits for it anew pays nothing. */
  async finished(project: string, { key, signal }: PublishingAccount): Promise<string> {
    const url = `${this.movies}?project=${encodeURIComponent(project)}`;
    const call = { company: COMPANY, method: 'GET', url, headers: { 'x-api-key': key } } as const;
    for (;;) {
      const { movie } = await publishingCall({ ...call, answer: Rendering, signal });
      if (movie.status === 'done' && movie.url) return movie.url;
      if (movie.status === 'error' || movie.status === 'done')
        throw new RenderFailed(
          (movie.message ?? 'no reason was given').replaceAll(key, '').slice(0, LONGEST_WORDS),
        );
      await sleep(this.pollMs, undefined, { signal });
    }
  }
}

function bodyOf({ scenes, musicUrl, introUrl }: Movie) {
  const texts = scenes.map(({ text, seconds }) => ({
    duration: seconds,
    transition: { style: 'fade', duration: FADE_SECONDS },
    elements: [{ type: 'text', style: '001', text, duration: seconds }],
  }));
  return {
    resolution: 'full-hd',
    quality: 'high',
    fps: FRAMES_PER_SECOND,
    scenes: introUrl === undefined ? texts : [{ elements: [{ type: 'video', src: introUrl }] }, ...texts],
    ...(musicUrl !== undefined && {
      elements: [{ type: 'audio', src: musicUrl, duration: AS_LONG_AS_THE_VIDEO }],
    }),
  };
}
