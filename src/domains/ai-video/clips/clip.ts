import type { VideoAspect, VideoSeconds } from '#platform/media/media-request';

/** Why a clip was not made, for machines: of a provider, of ours, or the code of an error. */
export type ClipFailure =
  | 'refused'
  | 'failed'
  | 'expired'
  | 'lost'
  | 'late'
  | 'image-gone'
  | 'not-started'
  | 'cancelled'
  | `${string}/${string}`;

/** A run of a project's clips. */
export interface Generation {
  readonly ownerId: string;
  readonly projectId: string;
  readonly generation: string;
}

/** A clip that a worker has taken up. Only the last who did may write of it. */
export interface ClaimedClip {
  readonly id: string;
  readonly ownerId: string;
  readonly projectId: string;
  readonly generation: string;
  readonly attempt: number;
  readonly prompt: string;
  readonly seconds: VideoSeconds;
  readonly position: number;
  readonly model: 'veo-3' | 'veo-3-fast';
  readonly frameId: string | null;
  readonly lastFrameId: string | null;
  readonly referenceIds: readonly string[] | null;
  /** It goes on from the clip before. */
  readonly follows: boolean;
  /** What the provider knows that one by. */
  readonly continues: string | null;
  readonly aspect: VideoAspect;
  /** What the provider is asked by; null while it has not been started. */
  readonly operation: string | null;
  /** ISO 8601; null before the provider was asked to start it. */
  readonly startedAt: string | null;
  readonly looks: number;
}

/** A clip that is to be made. */
export interface NewClip {
  readonly position: number;
  readonly seconds: VideoSeconds;
  readonly prompt: string;
  readonly model: string;
  readonly frameId: string | null;
  readonly lastFrameId: string | null;
  readonly referenceIds: readonly string[] | null;
  readonly follows: boolean;
  readonly aspect: VideoAspect;
}

const LONGEST_PAUSE_MS = 60_000;
const GROWTH = 1.25;

/** How long to wait before a clip is looked at again: a little longer each time. */
export function pauseBefore(look: number, firstMs: number): number {
  return Math.min(LONGEST_PAUSE_MS, Math.round(firstMs * GROWTH ** Math.min(look, 30)));
}
