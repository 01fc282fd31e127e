import { Injectable } from '@nestjs/common';
import type { AiImage } from '#platform/ai/ai-request';
import { z } from 'zod';
import type { ProviderCall } from '#platform/ai/providers/ai-provider';
import { fetchOrRefuse } from '#platform/ai/providers/google/google-client';
import { googleFailure } from '#platform/ai/providers/google/google-failure';
import { withoutKey } from '#platform/ai/providers/http-failure';
import { surelyExceeds } from '#platform/ai/usage/tokens';
import { Settings } from '#platform/config/settings';
import type { VideoAbilities } from '../../media-request.js';
import { type ProviderVideoRequest, type ProviderVideoState, VideoProvider } from '../video-provider.js';
import { openFile } from './google-file.js';
import { isSendable } from './sendable.js';

const NAME = z.string().regex(/^(?:models\/[\w.-]+\/)?operations\/[\w-]+$/);
const STARTED = z.object({ name: NAME });
const MADE = z.object({
  generatedSamples: z.array(z.object({ video: z.object({ uri: z.string() }) })).default([]),
  raiMediaFilteredReasons: z.array(z.string()).default([]),
});
const OPERATION = z.object({
  done: z.boolean().default(false),
  metadata: z.object({ progressPercent: z.number().min(0).max(100).optional().catch(undefined) }).default({}),
  error: z.object({ code: z.number().optional(), message: z.string().optional() }).optional(),
  response: z.object({ generateVideoResponse: MADE.optional() }).optional(),
});
type Operation = z.infer<typeof OPERATION>;

const NO_TOKENS = { input: 0, cachedInput: 0, output: 0 } as const;

const EXPIRED = {
  state: 'failed',
  cause: 'expired',
  reason: 'Google no longer keeps this video: it was asked for too long ago.',
} as const;
/** As Google documents it. */
const PROMPT_TOKENS = 1_024;
const NEWEST = /^veo-(?:3\.[1-9]|[4-9])/;
/** A film of 8 seconds can go on for 7 more up to twenty times. */
const LONGEST_FILM_S = 148;

/** gRPC codes that say the request was declined: INVALID_ARGUMENT and PERMISSION_DENIED. */
const DECLINED: ReadonlySet<unknown> = new Set([3, 7]);

/**
 * Google's Veo, one clip at a time, by its documented HTTP calls: since version 3 the SDK starts videos only at Google Cloud,
 * and refuses to with an API key.
 */
@Injectable()
export class VeoProvider extends VideoProvider {
  readonly id = 'google';
  private readonly baseUrl: string;

  constructor(settings: Settings) {
    super();
    this.baseUrl = settings.aiBaseUrl('google');
  }

  /** As Google documents them: earlier models than 3.1 begin with an image and do no more; the light one makes no longer films. */
  abilities(model: string): VideoAbilities {
    const isNew = NEWEST.test(model);
    const isWhole = isNew && !model.includes('lite');
    return {
      lastFrame: isNew,
      references: isWhole ? 3 : 0,
      longestFilmS: isWhole ? LONGEST_FILM_S : 0,
    };
  }

  reads({ prompt, firstFrame, lastFrame, references = [] }: ProviderVideoRequest): boolean {
    return !surelyExceeds(prompt, PROMPT_TOKENS) && isSendable([firstFrame, lastFrame, ...references]);
  }

  async start(request: ProviderVideoRequest, call: ProviderCall): Promise<string> {
    const path = `models/${encodeURIComponent(request.model)}:predictLongRunning`;
    const taken = await this.send(path, call, bodyOf(request)).catch((error: unknown) => {
      throw googleFailure(error, call);
    });
    try {
      return STARTED.parse(await taken.json()).name;
    } catch (error) {
      // It has been started, whatever its name is.
      throw googleFailure(error, call).having({ ...NO_TOKENS, seconds: request.durationS });
    }
  }

  async state(name: string, call: ProviderCall): Promise<ProviderVideoState> {
    try {
      const operation = OPERATION.parse(await (await this.send(NAME.parse(name), call)).json());
      return await this.read(operation, call);
    } catch (error) {
      const failure = googleFailure(error, call);
      if (failure.kind === 'model-missing') return EXPIRED;
      throw failure;
    }
  }

  private send(path: string, { key, signal }: ProviderCall, body?: unknown): Promise<Response> {
    return fetchOrRefuse(`${this.baseUrl}/v1beta/${path}`, {
      headers: { 'x-goog-api-key': key, 'content-type': 'application/json' },
      signal,
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
  }

  private async read(
    { done, metadata, error, response }: Operation,
    call: ProviderCall,
  ): Promise<ProviderVideoState> {
    if (!done) return { state: 'running', percent: metadata.progressPercent ?? null };
    if (error) return failed(error, call.key);
    const {
      generatedSamples: [sample],
      raiMediaFilteredReasons: [said],
    } = MADE.parse(response?.generateVideoResponse ?? {});
    if (sample) {
      const file = await openFile(sample.video.uri, this.baseUrl, call);
      return file ? { state: 'done', ...file, file: sample.video.uri } : EXPIRED;
    }
    if (said !== undefined) return { state: 'failed', cause: 'refused', reason: withoutKey(said, call.key) };
    return { state: 'failed', cause: 'failed', reason: 'Google made no video of this and did not say why.' };
  }
}

function bodyOf(request: ProviderVideoRequest): unknown {
  const { prompt, firstFrame, lastFrame, references, continues, negativePrompt } = request;
  // What goes on is as its beginning is: only the resolution must be told, and it has to be this one.
  if (continues !== undefined)
    return {
      instances: [{ prompt, video: { uri: continues } }],
      parameters: { resolution: '720p', negativePrompt },
    };
  const referenceImages = references?.map((one) => ({ image: imageOf(one), referenceType: 'asset' }));
  return {
    instances: [
      {
        prompt,
        image: firstFrame && imageOf(firstFrame),
        lastFrame: lastFrame && imageOf(lastFrame),
        referenceImages,
      },
    ],
    parameters: { aspectRatio: request.aspect, durationSeconds: request.durationS, negativePrompt },
  };
}

const imageOf = ({ base64, mediaType }: AiImage) => ({ bytesBase64Encoded: base64, mimeType: mediaType });

function failed(
  { code, message }: { code?: number | undefined; message?: string | undefined },
  key: string,
): ProviderVideoState {
  if (!DECLINED.has(code))
    return { state: 'failed', cause: 'failed', reason: 'Google could not make this video.' };
  const said = message ? `: ${withoutKey(message, key)}` : '.';
  return { state: 'failed', cause: 'refused', reason: `Google declined to make this video${said}` };
}
