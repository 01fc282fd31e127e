import { Injectable } from '@nestjs/common';
import { Media } from '#platform/media/media';
import { PlanUnfit, VideoKeyMissing } from '../ai-video.errors.js';
import type { VideoProject } from '../projects/project.js';
import { VideoProjects } from '../projects/project.service.js';
import { estimatedCost } from '../rates.js';
import { wholeScene } from '../scene.dto.js';
import { finalPromptOf, secondsOf } from '../clips/clip-plan.js';
import type { EditPlan, PlanVideo, VideoPlan } from './plan.dto.js';
import { PlanWriter, type WantedPlan } from './plan-writer.js';

/** Turns goals into plans of videos, each kept as a project. */
@Injectable()
export class VideoPlans {
  constructor(
    private readonly media: Media,
    private readonly writer: PlanWriter,
    private readonly projects: VideoProjects,
  ) {}

  async plan(ownerId: string, wanted: PlanVideo): Promise<VideoPlan> {
    return told(await this.planned(ownerId, wanted));
  }

  /** A person's plan in place of the one that there is. */
  async edit(ownerId: string, projectId: string, { scenes, final_cta }: EditPlan): Promise<VideoPlan> {
    const { id, duration_s: total } = await this.projects.get(ownerId, projectId);
    const seconds = secondsOf(scenes.map(({ duration }) => duration));
    if (seconds !== total) {
      const why = `The scenes last ${seconds} seconds together; the video lasts ${total}.`;
      throw new PlanUnfit(why).withIssues([{ path: 'scenes', message: why }]);
    }
    const plan = {
      scenes: scenes.map(wholeScene),
      final_cta,
    };
    return told(await this.projects.replan(ownerId, id, plan));
  }

  /** A plan that nobody has asked for by hand, for a campaign. */
  planFor(ownerId: string, campaignId: string, wanted: WantedPlan): Promise<VideoProject> {
    return this.planned(ownerId, { ...wanted, punchy: true }, campaignId);
  }

  private async planned(
    ownerId: string,
    { punchy, ...wanted }: WantedPlan,
    campaignId: string | null = null,
  ): Promise<VideoProject> {
    if (!(await this.media.isReady('video', ownerId))) throw new VideoKeyMissing();
    const { scenes, finalCta } = await this.writer.write(ownerId, { ...wanted, ...(punchy && { punchy }) });
    return this.projects.add(ownerId, {
      ...wanted,
      plan: { scenes, final_cta: finalCta },
      campaignId,
      isAutomatic: campaignId !== null,
    });
  }
}

function told({ id, scene_plan: plan, duration_s }: VideoProject): VideoPlan {
  const scenes = (plan?.scenes ?? []).map(wholeScene);
  const finalCta = plan?.final_cta ?? '';
  return {
    project_id: id,
    scenes,
    final_cta: finalCta,
    final_prompt: finalPromptOf(scenes, finalCta),
    estimated_cost: estimatedCost(duration_s),
  };
}
