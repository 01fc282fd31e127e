import { Module } from '@nestjs/common';
import { AiVideoModule } from '#domains/ai-video/ai-video.module';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { ActivityRepository } from './activity.repository.js';
import { AutopilotVideoController } from './autopilot-video.controller.js';
import { AutopilotVideos } from './autopilot-video.service.js';
import { VideoEndedHandler } from './video-ended.handler.js';

/** What is done for campaigns without being asked for each time, within limits, and told afterwards. */
@Module({
  imports: [AiVideoModule, CampaignsModule],
  controllers: [AutopilotVideoController],
  providers: [AutopilotVideos, VideoEndedHandler, ActivityRepository],
})
export class AutopilotModule {}
