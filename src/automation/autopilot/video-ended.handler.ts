import { Injectable } from '@nestjs/common';
import { VideoProjectNotFound } from '#domains/ai-video/ai-video.errors';
import { type VideoEnded, VideoEndedJob } from '#domains/ai-video/clips/clip.jobs';
import type { VideoProject } from '#domains/ai-video/projects/project';
import { VideoProjects } from '#domains/ai-video/projects/project.service';
import { CampaignSpend } from '#domains/campaigns/spend/spend.service';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { ActivityRepository } from './activity.repository.js';

/** Puts what a video of a campaign has cost on the campaign, and tells its owner of what was done. */
@Injectable()
@Handles(VideoEndedJob)
export class VideoEndedHandler implements JobHandler<VideoEnded> {
  constructor(
    private readonly database: Database,
    private readonly projects: VideoProjects,
    private readonly spend: CampaignSpend,
    private readonly activities: ActivityRepository,
  ) {}

  /** Of a video that has been deleted meanwhile, or that is of no campaign, nothing is told. */
  async handle({ ownerId, projectId, generation, isMade, dollars }: VideoEnded): Promise<void> {
    const project = await this.found(ownerId, projectId);
    const campaignId = project?.campaign_id;
    if (!project || !campaignId) return;
    await this.database.transaction(async () => {
      await this.spend.recordAi(ownerId, campaignId, generation, dollars);
      await this.activities.note(ownerId, {
        id: generation,
        type: 'video_generation',
        description: isMade ? `Made a video: ${project.goal}` : `A video could not be made: ${project.goal}`,
        entity: { type: 'campaign', id: campaignId },
        metadata: { project_id: projectId, cost: dollars, status: isMade ? 'completed' : 'failed' },
      });
    });
  }

  private async found(ownerId: string, projectId: string): Promise<VideoProject | undefined> {
    try {
      return await this.projects.get(ownerId, projectId);
    } catch (error) {
      if (error instanceof VideoProjectNotFound) return undefined;
      throw error;
    }
  }
}
