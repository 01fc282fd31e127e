import type { AiImage, AiProviderId, AiUsage } from '#platform/ai/ai-request';
import type { ProviderCall } from '#platform/ai/providers/ai-provider';
import type { ImageAspect, MadeImage } from '../media-request.js';

/** A request ready to be translated: the provider's own model id. */
export interface ProviderImageRequest {
  readonly model: string;
  readonly prompt: string;
  readonly aspect: ImageAspect;
  readonly count: number;
  readonly references: readonly AiImage[];
}

export interface ProviderImages {
  /** At least one. */
  readonly images: readonly MadeImage[];
  readonly usage: AiUsage;
}

/**
 * One company's image models, translated and nothing else: no retry, no choice, no limit, no log. Every failure is an
 * `AiFailure`; when the call's signal ended it, the signal's reason is thrown.
 */
export abstract class ImageProvider {
  abstract readonly id: AiProviderId;
  /** The most that a request is expected to use: so much of the budget is set aside for it. */
  abstract atMost(request: ProviderImageRequest): AiUsage;
  /** False when it is surely more than its models read: nothing is sent then. */
  abstract reads(request: Pick<ProviderImageRequest, 'prompt' | 'references'>): boolean;
  abstract images(request: ProviderImageRequest, call: ProviderCall): Promise<ProviderImages>;
}

/** Injection token of all providers of images. */
export const IMAGE_PROVIDER_LIST = Symbol('ImageProviders');
