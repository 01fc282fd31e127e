import { Module } from '@nestjs/common';
import { EmailModule } from '#domains/email/email.module';
import { BrandVoiceModule } from '../../brand/brand-voice.module.js';
import { EmailContent } from './email-content.js';
import { EmailTasks } from './email-tasks.js';

/** Tasks about mail that more than one agent takes. */
@Module({
  imports: [EmailModule, BrandVoiceModule],
  providers: [EmailContent, EmailTasks],
  exports: [EmailTasks],
})
export class EmailTasksModule {}
