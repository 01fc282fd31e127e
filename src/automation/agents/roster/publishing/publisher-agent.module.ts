import { Module } from '@nestjs/common';
import { PublishingModule } from '#platform/publishing/publishing.module';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { BrandVoiceModule } from '../../brand/brand-voice.module.js';
import { PublisherAgent } from './publisher.agent.js';

/** Writes, renders and publishes short videos. */
@Module({
  imports: [PublishingModule, SecretsModule, BrandVoiceModule],
  providers: [PublisherAgent],
  exports: [PublisherAgent],
})
export class PublisherAgentModule {}
