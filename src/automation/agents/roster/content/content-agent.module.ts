import { Module } from '@nestjs/common';
import { BrandModule } from '#domains/brand/brand.module';
import { ContentModule } from '#domains/content/content.module';
import { BrandVoiceModule } from '../../brand/brand-voice.module.js';
import { EmailTasksModule } from '../email/email-tasks.module.js';
import { ContentKeeper } from './content-keeper.js';
import { ContentAgent } from './content.agent.js';
import { Copywriter } from './copywriter.js';
import { PieceWriter } from './piece-writer.js';

/** Writes copy, and keeps it in the library. */
@Module({
  imports: [BrandModule, ContentModule, BrandVoiceModule, EmailTasksModule],
  providers: [ContentAgent, Copywriter, ContentKeeper, PieceWriter],
  exports: [ContentAgent, Copywriter],
})
export class ContentAgentModule {}
