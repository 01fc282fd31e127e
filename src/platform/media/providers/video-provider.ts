import type { Readable } from 'node:stream';
import type { AiImage, AiProviderId } from '#platform/ai/ai-request';
import type { ProviderCall } from '#platform/ai/providers/ai-provider';
import type { VideoAbilities, VideoAspect, VideoFailure, VideoSeconds } from '../media-request.js';

/** A request ready to be translated: the provider's own model id. */
export interface ProviderVideoRequest {
  readonly model: string;
  readonly prompt: string;
  readonly aspect: VideoAspect;
  readonly durationS: VideoSeconds;
  readonly firstFrame?: AiImage;
  readonly lastFrame?: AiImage;
  readonly references?: readonly AiImage[];
  /** The file of the video that it goes on from. */
  readonly continues?: string;
  readonly negativePrompt?: string;
}

export type ProviderVideoState =
  | { readonly state: 'running'; readonly percent: number | null }
  | { readonly state: 'done'; readonly mediaType: string; readonly content: Readable; readonly file: string }
  | { readonly state: 'failed'; readonly cause: VideoFailure; readonly reason: string };

/**
 * One company's video models, translated and nothing else. Every failure to ask is an `AiFailure`; a video that failed is a
 * state. When the call's signal ended it, the signal's reason is thrown.
 */
export abstract class VideoProvider {
  abstract readonly id: AiProviderId;

  /** What a model of the provider can do, by the provider's own name for it. */
  abstract abilities(model: string): VideoAbilities;

  /** False when it is surely more than its models read: nothing is sent then. */
  abstract reads(request: Omit<ProviderVideoRequest, 'model' | 'durationS'>): boolean;

  /**
   * Starts a video, exactly one, and answers the provider's name for the operation. A failure has a `usage` when the video was
   * started all the same.
   */
  abstract start(request: ProviderVideoRequest, call: ProviderCall): Promise<string>;

  /** How the operation is doing. The content comes from the provider's own host; the signal ends that too. */
  abstract state(operation: string, call: ProviderCall): Promise<ProviderVideoState>;
}
