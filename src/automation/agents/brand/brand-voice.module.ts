import { Module } from '@nestjs/common';
import { BrandModule } from '#domains/brand/brand.module';
import { BrandVoice } from './brand-voice.js';

/** How the owner's brand speaks. */
@Module({ imports: [BrandModule], providers: [BrandVoice], exports: [BrandVoice] })
export class BrandVoiceModule {}
