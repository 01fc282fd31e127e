import { Module } from '@nestjs/common';
import { Blotato } from './blotato.js';
import { Json2Video } from './json2video.js';

/** Companies that render and publish videos with users' own keys. */
@Module({ providers: [Json2Video, Blotato], exports: [Json2Video, Blotato] })
export class PublishingModule {}
