import { Injectable } from '@nestjs/common';
import { type OpenAI, toFile } from 'openai';
import type { AiUsage } from '#platform/ai/ai-request';
import { ClientsByKey } from '#platform/ai/providers/clients-by-key';
import type { ProviderCall } from '#platform/ai/providers/ai-provider';
import { openaiClient } from '#platform/ai/providers/openai/openai-client';
import { openaiFailure } from '#platform/ai/providers/openai/openai-failure';
import { providerFetch } from '#platform/ai/providers/provider-fetch';
import { mostTokens } from '#platform/ai/usage/tokens';
import { Settings } from '#platform/config/settings';
import type { ImageAspect } from '../../media-request.js';
import { ImageProvider, type ProviderImageRequest, type ProviderImages } from '../image-provider.js';
import { madeImage } from '../made-image.js';

/** Sizes of the aspect, both sides divisible by 16, as `gpt-image-2` and later take them. */
const SIZES: Record<ImageAspect, string> = {
  '1:1': '1024x1024',
  '9:16': '864x1536',
  '16:9': '1536x864',
  '4:3': '1344x1008',
  '3:4': '1008x1344',
};
/** The three sizes that older models make: the nearest of them. */
const OLD_SIZES: Record<ImageAspect, string> = {
  '1:1': '1024x1024',
  '9:16': '1024x1536',
  '16:9': '1536x1024',
  '4:3': '1536x1024',
  '3:4': '1024x1536',
};
const IS_OLD = /^gpt-image-1(?!\d)/;

/**
 * An image of these sizes at the highest quality, which the model may choose: 7,024 tokens for 1024x1024 are the most. An
 * image that is shown is read in that fidelity too.
 */
const TOKENS_PER_IMAGE = 7_024;

/** As OpenAI documents them; a picture to go by has to be smaller than that. */
const CHARACTERS_AT_MOST = 32_000;
const PICTURES_AT_MOST = 16;
const PICTURE_BYTES = 50_000_000;

type Answered = Pick<OpenAI.ImagesResponse, 'data' | 'usage'>;

/** OpenAI's image models, and every server that speaks its images API. */
@Injectable()
export class OpenAiImagesProvider extends ImageProvider {
  readonly id = 'openai';
  private readonly clients: ClientsByKey<OpenAI>;

  constructor(settings: Settings) {
    super();
    const baseURL = settings.aiBaseUrl('openai');
    this.clients = new ClientsByKey((key) => openaiClient(key, baseURL, providerFetch));
  }

  atMost({ prompt, count, references }: ProviderImageRequest): AiUsage {
    const input = mostTokens(prompt) + references.length * TOKENS_PER_IMAGE;
    return { input, cachedInput: 0, output: count * TOKENS_PER_IMAGE, images: count };
  }

  reads({ prompt, references }: ProviderImageRequest): boolean {
    return (
      [...prompt].length <= CHARACTERS_AT_MOST &&
      references.length <= PICTURES_AT_MOST &&
      references.every(({ base64 }) => Buffer.byteLength(base64, 'base64') < PICTURE_BYTES)
    );
  }

  async images(request: ProviderImageRequest, call: ProviderCall): Promise<ProviderImages> {
    const answer = await this.ask(request, call).catch((error: unknown) => {
      throw openaiFailure(error, call);
    });
    try {
      return imagesOf(answer);
    } catch (error) {
      // What it made is paid, whatever it is.
      throw openaiFailure(error, call).having(tokensOf(answer));
    }
  }

  private async ask(request: ProviderImageRequest, { key, signal }: ProviderCall): Promise<Answered> {
    const { model, prompt, count: n, aspect, references } = request;
    const size = (IS_OLD.test(model) ? OLD_SIZES : SIZES)[aspect];
    const { images } = this.clients.of(key);
    if (references.length === 0) return images.generate({ model, prompt, n, size }, { signal });
    const image = await Promise.all(
      references.map(({ base64, mediaType: type }, at) =>
        toFile(Buffer.from(base64, 'base64'), `reference-${at + 1}.${type.slice('image/'.length)}`, { type }),
      ),
    );
    return images.edit({ model, prompt, n, size, image }, { signal });
  }
}

function imagesOf(answer: Answered): ProviderImages {
  const { data = [] } = answer;
  if (data.length === 0) throw new Error('The answer has no image.');
  const images = data.map(({ b64_json }) => madeImage(b64_json));
  return { images, usage: { ...tokensOf(answer), images: images.length } };
}

function tokensOf({ usage }: Answered): AiUsage {
  return { input: usage?.input_tokens ?? 0, cachedInput: 0, output: usage?.output_tokens ?? 0 };
}
