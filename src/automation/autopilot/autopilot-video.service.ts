import { Injectable } from '@nestjs/common';
import { VideoKeyMissing, NotYourVideos } from '#domains/ai-video/ai-video.errors';
import { BEGUN_KEPT_MS } from '#domains/ai-video/clips/begun-retention';
import { finalPromptOf } from '#domains/ai-video/clips/clip-plan';
import { VideoGenerations } from '#domains/ai-video/clips/generation.service';
import { VideoPlans } from '#domains/ai-video/plans/plan.service';
import { VideoProjects } from '#domains/ai-video/projects/project.service';
import { estimatedCost } from '#domains/ai-video/rates';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { AppError } from '#kernel/errors';
import { Database } from '#platform/database/database';
import type { AutopilotOutcome, AutopilotVideo } from './autopilot-video.dto.js';

const VIDEOS_AT_MOST = 5;
const LEAST_BUDGET = 3.2;

/** Makes videos for campaigns that nobody asks for one by one, within the limits of each campaign. */
@Injectable()
export class AutopilotVideos {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly plans: VideoPlans,
    private readonly projects: VideoProjects,
    private readonly generations: VideoGenerations,
  ) {}

  async make(ownerId: string, wanted: AutopilotVideo): Promise<AutopilotOutcome> {
    const { user_id, campaign_id: campaignId, ...about } = wanted;
    if (user_id.toLowerCase() !== ownerId) throw new NotYourVideos();
    const campaign = await this.campaigns.get(ownerId, campaignId);
    try {
      await this.generations.require(ownerId);
    } catch (error) {
      if (!(error instanceof VideoKeyMissing)) throw error;
      return { status: 'skipped', reason: 'no_api_key', message: error.message };
    }
    const refusal = await this.refusal(ownerId, campaign.id, about.duration_s);
    if (refusal) return refusal;
    try {
      const { id, scene_plan: plan } = await this.plans.planFor(ownerId, campaign.id, about);
      const finalPrompt = finalPromptOf(plan?.scenes ?? [], plan?.final_cta ?? '');
      return await this.begun(ownerId, campaign.id, {
        projectId: id,
        finalPrompt,
        seconds: about.duration_s,
      });
    } catch (error) {
      if (error instanceof AppError) return { status: 'failed', reason: error.message };
      throw error;
    }
  }

  /** Looked at again with the campaign held, so that several who ask at once do not all fit. */
  private begun(
    ownerId: string,
    campaignId: string,
    { projectId, finalPrompt, seconds }: { projectId: string; finalPrompt: string; seconds: number },
  ): Promise<AutopilotOutcome> {
    return this.database.transaction(async () => {
      await this.campaigns.hold(ownerId, campaignId);
      const refusal = await this.refusal(ownerId, campaignId, seconds);
      if (refusal) {
        await this.projects.remove(ownerId, projectId);
        return refusal;
      }
      const wanted = { finalPrompt, isFast: true, frames: new Map() };
      const { estimated_cost } = await this.generations.start(ownerId, projectId, wanted);
      return {
        status: 'generating',
        project_id: projectId,
        campaign_id: campaignId,
        estimated_cost,
      };
    });
  }

  /** Why there may be no further video now. What is being made is counted as if it had been paid. */
  private async refusal(
    ownerId: string,
    campaignId: string,
    seconds: number,
  ): Promise<AutopilotOutcome | undefined> {
    const since = new Date(Date.now() - BEGUN_KEPT_MS);
    const { videos, secondsUnderWay } = await this.projects.ofCampaign(ownerId, campaignId, since);
    if (videos >= VIDEOS_AT_MOST)
      return skipped('campaign_limit', `The campaign has had ${VIDEOS_AT_MOST} videos within seven days.`);
    const payers = await this.campaigns.payers(ownerId, campaignId);
    const lefts = payers.flatMap(({ budget_allocated: budget, budget_spent: spent }) =>
      budget === null ? [] : [budget - spent],
    );
    if (lefts.length === 0) return undefined;
    const left = Math.min(...lefts) - estimatedCost(secondsUnderWay);
    const needed = Math.max(LEAST_BUDGET, estimatedCost(seconds));
    if (left >= needed) return undefined;
    return skipped(
      'budget',
      `Of the campaign's budget ${Math.max(0, left).toFixed(2)} is left; ${needed.toFixed(2)} is needed.`,
    );
  }
}

function skipped(reason: string, message: string): AutopilotOutcome {
  return { status: 'skipped', reason, message };
}
