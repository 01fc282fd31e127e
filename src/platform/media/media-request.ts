import type { Readable } from 'node:stream';
import type { AiImage, AiProviderId } from '#platform/ai/ai-request';

export type ImageAspect = '1:1' | '9:16' | '16:9' | '4:3' | '3:4';
export type VideoAspect = '9:16' | '16:9';
/** What goes on from another video is 7 seconds longer than that. */
export type VideoSeconds = 4 | 6 | 7 | 8;

/** Who asks and pays, as everywhere in AI. */
interface MediaRequest {
  readonly userId: string;
  /** What it is for, as `ai-video.scene`: usage is added up by it. */
  readonly feature: string;
  readonly prompt: string;
  readonly signal?: AbortSignal;
  /** Milliseconds for everything together, waiting and other providers included. Default 180,000. */
  readonly deadlineMs?: number;
  readonly runId?: string;
}

export interface ImageRequest extends MediaRequest {
  /** A name of the catalogue, asked first; others follow with their own defaults. */
  readonly model?: string;
  /** Default `1:1`. */
  readonly aspect?: ImageAspect;
  /** 1 to 4; default 1. */
  readonly count?: 1 | 2 | 3 | 4;
  /** Pictures to go by, as of a product or a person. */
  readonly references?: readonly AiImage[];
}

export interface MadeImage {
  readonly mediaType: AiImage['mediaType'];
  readonly bytes: Buffer;
}

export interface MadeImages {
  /** At least one; fewer than asked when the provider made only some. */
  readonly images: readonly MadeImage[];
  readonly provider: AiProviderId;
  /** The name in the catalogue. */
  readonly model: string;
  /** US dollars times a million; null when the catalogue has no price. */
  readonly costMicros: number | null;
}

export interface VideoRequest extends MediaRequest {
  readonly model?: 'veo-3' | 'veo-3-fast';
  readonly aspect: VideoAspect;
  readonly durationS: VideoSeconds;
  readonly firstFrame?: AiImage;
  /** Only with a first frame. */
  readonly lastFrame?: AiImage;
  /** Up to three pictures to go by, as of a product or a person; not with frames, and in place of 4 or 6 seconds it is 8. */
  readonly references?: readonly AiImage[];
  /** The `film` of a video that is to go on, for 7 seconds: what is made holds both. Frames and references are that one's. */
  readonly continues?: string;
  readonly negativePrompt?: string;
}

/** What a model can do with a video beside making it of words. */
export interface VideoAbilities {
  readonly lastFrame: boolean;
  /** How many pictures to go by it takes. */
  readonly references: number;
  /** Seconds of the longest film that can be made by letting a video go on; 0 where none can. */
  readonly longestFilmS: number;
}

/** A video that is being made. Store `operation`: it is all that is needed to ask for it, in any process. */
export interface StartedVideo {
  readonly operation: string;
  readonly provider: AiProviderId;
  readonly model: string;
  /** What it costs when it succeeds: US dollars times a million; null when the catalogue has no price. */
  readonly estimateMicros: number | null;
}

/**
 * Why there is no video. `refused` a filter declined · `failed` the provider could not make it · `expired` it was made or
 * asked for too long ago
 */
export type VideoFailure = 'refused' | 'failed' | 'expired';

export type VideoState =
  | { readonly state: 'running'; readonly percent: number | null }
  | {
      readonly state: 'done';
      readonly mediaType: string;
      /** From the provider, as it comes: read it to its end or destroy it. Ends with an error when cut off or too large. */
      readonly content: Readable;
      readonly costMicros: number | null;
      /** What it is known by when it is to go on. Google keeps it for two days. */
      readonly film: string;
    }
  | {
      readonly state: 'failed';
      readonly cause: VideoFailure;
      /** A sentence for the user. */
      readonly reason: string;
    };
