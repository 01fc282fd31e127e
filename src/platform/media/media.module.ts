import { Module } from '@nestjs/common';
import { AiModule } from '#platform/ai/ai.module';
import { provideAll } from '#platform/wiring/provide-all';
import { Media } from './media.js';
import { GoogleImagesProvider } from './providers/google/google-images.provider.js';
import { VeoProvider } from './providers/google/veo.provider.js';
import { IMAGE_PROVIDER_LIST, type ImageProvider } from './providers/image-provider.js';
import { OpenAiImagesProvider } from './providers/openai/openai-images.provider.js';
import { VideoProvider } from './providers/video-provider.js';

/** Adding a company's images is a class and a word here. */
const IMAGES = [OpenAiImagesProvider, GoogleImagesProvider];

/** One door to the models that make images and videos. */
@Module({
  imports: [AiModule],
  providers: [
    ...provideAll<ImageProvider>(IMAGE_PROVIDER_LIST, IMAGES),
    { provide: VideoProvider, useClass: VeoProvider },
    Media,
  ],
  exports: [Media],
})
export class MediaModule {}
