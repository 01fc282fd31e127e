import { Inject, Injectable, Logger } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import {
  AiContextTooLong,
  AiNotConfigured,
  AiProviderNotConfigured,
  AiTimedOut,
} from '#platform/ai/ai.errors';
import type { AiUsage } from '#platform/ai/ai-request';
import { AiFailure } from '#platform/ai/providers/ai-failure';
import type { Asked, Attempt, Candidate } from '#platform/ai/routing/attempt';
import { Candidates } from '#platform/ai/routing/candidates';
import { Deadline } from '#platform/ai/routing/deadline';
import { Dispatch, toAppError } from '#platform/ai/routing/dispatch';
import { AiBudgets } from '#platform/ai/usage/ai-budgets';
import { costOf } from '#platform/ai/usage/cost';
import { Settings } from '#platform/config/settings';
import { VideoNotAsked, VideoUnknown } from './media.errors.js';
import type {
  ImageRequest,
  MadeImages,
  StartedVideo,
  VideoAbilities,
  VideoRequest,
  VideoState,
} from './media-request.js';
import { IMAGE_PROVIDER_LIST, ImageProvider } from './providers/image-provider.js';
import { VideoProvider } from './providers/video-provider.js';
import { type VideoOperation, VideoOperations } from './video-operation.js';

const DEADLINE_MS = 180_000;
/** An image is made in a minute, and a video begun. */
const FAIR_MS = 60_000;
const NOT_ASKED_AGAIN_S = 10;
const NO_TOKENS = { input: 0, cachedInput: 0, output: 0 } as const;

/** A video that was made, and that the provider still keeps. */
type Film = VideoOperation & { readonly file: string };

interface Making<P extends Asked> {
  readonly candidates: readonly Candidate<P>[];
  readonly estimate: (candidate: Candidate<P>) => number | null;
  readonly sent: AiUsage;
  /** Whether it is surely too much for one. */
  readonly reads: (provider: P) => boolean;
  readonly once?: boolean;
}

/**
 * The only door to models that make images and videos. Whoever is asked, the caller gets what was made or one `ai/…` error,
 * and each attempt leaves one usage row. Nothing is ever invented.
 */
@Injectable()
export class Media {
  private readonly logger = new Logger(Media.name);
  private readonly operations: VideoOperations;

  constructor(
    @Inject(IMAGE_PROVIDER_LIST) private readonly imageProviders: readonly ImageProvider[],
    private readonly videoProvider: VideoProvider,
    private readonly candidates: Candidates,
    private readonly dispatch: Dispatch,
    private readonly budgets: AiBudgets,
    private readonly settings: Settings,
  ) {
    this.operations = new VideoOperations(settings.keys('video operations'));
  }

  /** Whether there is a key, the user's own or the platform's, of somebody who makes these. */
  async isReady(kind: 'image' | 'video', userId: string): Promise<boolean> {
    const keys = await this.candidates.keysFor(userId);
    return (kind === 'image' ? this.imageProviders : [this.videoProvider]).some(({ id }) => keys.has(id));
  }

  /**
   * Makes images: the wished model is asked first, then the default of each other provider that has a key. `ai/context-too-long`
   * when the prompt or the references are surely more than any of them reads.
   */
  async image(request: ImageRequest): Promise<MadeImages> {
    const { userId, model, prompt, aspect = '1:1', count = 1, references = [] } = request;
    const needs = { vision: references.length > 0, tools: false };
    const wish = { userId, model, kind: 'image', needs } as const;
    const candidates = await this.candidates.among(this.imageProviders, wish);
    if (candidates.length === 0) throw new AiNotConfigured('GOOGLE_API_KEY or OPENAI_API_KEY');
    const asked = { prompt, aspect, count, references };
    const estimate = (one: Candidate<ImageProvider>): number | null =>
      costOf(one.model, one.provider.atMost({ model: one.model.apiId, ...asked }));
    const sent = { ...NO_TOKENS, images: count };
    const reads = (provider: ImageProvider): boolean => provider.reads(asked);
    return this.first(request, { candidates, estimate, sent, reads }, async (attempt) => {
      const { provider, model: chosen, key } = attempt.candidate;
      const made = provider.images({ model: chosen.apiId, ...asked }, { key, signal: attempt.signal });
      const { images, usage } = await attempt.hear(made);
      return { images, provider: provider.id, model: chosen.name, costMicros: attempt.end('ok', usage) };
    });
  }

  /** What a video model can do beside making a video of words and a first frame. */
  videoAbilities(name: string): VideoAbilities {
    const model = this.candidates.modelNamed(name);
    return this.videoProvider.abilities(model?.apiId ?? name);
  }

  /**
   * Starts one video, which costs from here on: store `operation` at once. A start whose answer was lost is never repeated
   * here, for it may have succeeded, and counts as if it had; it is `ai/unavailable` or `ai/timed-out`; `media/not-asked` and
   * `ai/limited` say that it has surely not begun, and so does `ai/context-too-long`. `media/video-unknown` when it is to go on
   * from what we have not made for this user.
   */
  async startVideo(request: VideoRequest): Promise<StartedVideo> {
    const { userId, durationS, continues, model: _model, ...wanted } = request;
    const begun = continues === undefined ? undefined : this.filmOf(userId, continues);
    const candidates = await this.filmers(request, begun);
    if (candidates.length === 0) throw new AiNotConfigured('GOOGLE_API_KEY');
    const sent = { ...NO_TOKENS, seconds: durationS };
    const estimate = (one: Candidate<VideoProvider>): number | null => costOf(one.model, sent);
    const shown = { ...askedFor(wanted), ...(begun && { continues: begun.file }) };
    const reads = (provider: VideoProvider): boolean => provider.reads(shown);
    const making = { candidates, estimate, sent, reads, once: true };
    let isAsked = false;
    const started = this.first(request, making, async (attempt) => {
      const { provider, model: chosen, key, keyOwner } = attempt.candidate;
      const asked = { ...shown, model: chosen.apiId, durationS };
      isAsked = true;
      const name = await attempt
        .hear(provider.start(asked, { key, signal: attempt.signal }))
        .catch((error: unknown) => {
          isAsked = !(error instanceof AiFailure && error.kind === 'limited');
          throw error;
        });
      const costMicros = attempt.end('ok', sent);
      const { charge } = attempt;
      const made = { provider: provider.id, model: chosen.name };
      const operation = this.operations.write(userId, { ...made, name, keyOwner, costMicros, charge });
      return { operation, ...made, estimateMicros: costMicros };
    });
    return started.catch((error: unknown) => {
      if (!isAsked && error instanceof AppError && error.kind === 'unavailable')
        throw new VideoNotAsked().because(error).after(NOT_ASKED_AGAIN_S);
      throw error;
    });
  }

  /**
   * How a video is doing: ask every ten seconds or so. `done` opens its content anew each time it is asked. A failure to ask
   * is an `ai/…` error and says nothing of the video; `media/video-unknown` when we did not start it for this user. What a
   * video has cost is taken back when it is heard to have failed, for providers charge only for those that were made.
   */
  async videoState({ userId, operation }: { userId: string; operation: string }): Promise<VideoState> {
    const started = this.operations.read(userId, operation);
    if (started?.provider !== this.videoProvider.id) throw new VideoUnknown();
    const key = await this.keyOf(userId, started);
    await this.candidates.noteUse(userId, started);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(new AiTimedOut()), this.settings.AI_TIMEOUT_MS);
    try {
      const state = await this.videoProvider.state(started.name, { key, signal: patience.signal });
      if (state.state === 'done') {
        const { file, ...done } = state;
        return {
          ...done,
          costMicros: started.costMicros,
          film: this.operations.write(userId, { ...started, file }),
        };
      }
      if (state.state === 'failed' && state.cause !== 'expired' && started.charge)
        await this.budgets.takeBack(
          userId,
          started.charge,
          state.cause === 'refused' ? 'refused' : 'unavailable',
        );
      return state;
    } catch (error) {
      if (!(error instanceof AiFailure)) throw error;
      this.logger.warn(`${error.message} (a video of ${started.model})`);
      const { keyOwner, model: name } = started;
      throw toAppError(error, { keyOwner, isWished: false, model: { name } });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Who may be asked for a video; for one that goes on only whoever made its beginning, with the same key. */
  private async filmers(
    { userId, model, firstFrame, references }: VideoRequest,
    begun: Film | undefined,
  ): Promise<readonly Candidate<VideoProvider>[]> {
    const needs = { vision: firstFrame !== undefined || references !== undefined, tools: false };
    const wish = { userId, model, kind: 'video', needs } as const;
    const all = await this.candidates.among([this.videoProvider], wish);
    if (!begun || all.length === 0) return all;
    const key = await this.keyOf(userId, begun);
    const ours = all.filter(({ provider }) => provider.id === begun.provider);
    return ours.map((one) => ({ ...one, key, keyOwner: begun.keyOwner }));
  }

  private filmOf(userId: string, film: string): Film {
    const made = this.operations.read(userId, film);
    if (made?.file === undefined) throw new VideoUnknown();
    return { ...made, file: made.file };
  }

  /** The key that started it: another one may not see the operation. One that cannot be read may be saved again, so it counts as away. */
  private async keyOf(userId: string, { provider, keyOwner }: VideoOperation): Promise<string> {
    const counts = (await this.candidates.keysFor(userId)).get(provider);
    const own = counts?.keyOwner === 'user' && 'key' in counts ? counts.key : undefined;
    const key = keyOwner === 'user' ? own : this.settings.aiKey(provider);
    if (key === undefined) throw new AiProviderNotConfigured(provider);
    return key;
  }

  private async first<T, P extends Asked>(
    request: ImageRequest | VideoRequest,
    { reads, ...making }: Making<P>,
    work: (attempt: Attempt<P>) => Promise<T>,
  ): Promise<T> {
    const candidates = making.candidates.filter(({ provider }) => reads(provider));
    if (candidates.length === 0) throw new AiContextTooLong();
    const deadline = new Deadline(request.deadlineMs ?? DEADLINE_MS, request.signal);
    const call = { ...making, candidates, deadline, fairMs: FAIR_MS };
    const timeoutMs = this.settings.AI_MEDIA_TIMEOUT_MS;
    try {
      return await this.dispatch.first({ asked: request, timeoutMs, ...call }, work);
    } finally {
      deadline.done();
    }
  }
}

/** What of a request goes to the provider as it is. */
function askedFor(request: Omit<VideoRequest, 'userId' | 'model' | 'durationS' | 'continues'>) {
  const { prompt, aspect, firstFrame, lastFrame, references, negativePrompt } = request;
  return {
    prompt,
    aspect,
    ...(firstFrame && { firstFrame }),
    ...(lastFrame && { lastFrame }),
    ...(references && { references }),
    ...(negativePrompt !== undefined && { negativePrompt }),
  };
}
