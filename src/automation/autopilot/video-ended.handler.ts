import { Injectable } from '@nestjs/common';
import { VideoProjectNotFound } from '#domains/ai-video/ai-video.errors';
import { type VideoEnded, VideoEndedJob } from '#domains/ai-video/clips/clip.jobs';
import type { VideoProject } from '#domains/ai-video/projects/project';
import { VideoProjects } from '#domains/ai-video/projects/project.service';
import { CampaignNotFound } from '#domains/campaigns/campaign.errors';
import { CampaignSpend } from '#domains/campaigns/spend/spend.service';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { type Activity, ActivityRepository } from './activity.repository.js';

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

  /** A video that has been deleted meanwhile has cost its campaign no less. Of one that is of no campaign nothing is told. */
  async handle(ended: VideoEnded): Promise<void> {
    const { ownerId, generation, dollars } = ended;
    const project = await this.found(ownerId, ended.projectId);
    const campaignId = project ? project.campaign_id : ended.campaignId;
    if (!campaignId || (!project && dollars <= 0)) return;
    try {
      await this.database.transaction(async () => {
        await this.spend.recordAi(ownerId, campaignId, generation, dollars);
        await this.activities.note(ownerId, activityOf(ended, campaignId, project));
      });
    } catch (error) {
      // The campaign is gone as well, and with it what it has cost.
      if (project || !(error instanceof CampaignNotFound)) throw error;
    }
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

function activityOf(
  { projectId, generation, isMade, dollars }: VideoEnded,
  campaignId: string,
  project: VideoProject | undefined,
): Activity {
  const end = isMade ? 'completed' : 'failed';
  return {
    id: generation,
    type: 'video_generation',
    description: project
      ? `${isMade ? 'Made a video' : 'A video could not be made'}: ${project.goal}`
      : 'A video was deleted. What was begun of it is paid for.',
    entity: { type: 'campaign', id: campaignId },
    metadata: { project_id: projectId, cost: dollars, status: project ? end : 'deleted' },
  };
}
