import { Injectable } from '@nestjs/common';
import { OutboundEvents } from '#platform/events/outbound-events.repository';
import type { Generation } from '../clips/clip.js';
import type { VideoProject } from './project.js';
import { ProjectRepository } from './project.repository.js';

/** Ends the making of a project's video, and tells other systems in the same transaction. */
@Injectable()
export class ProjectEnds {
  constructor(
    private readonly projects: ProjectRepository,
    private readonly events: OutboundEvents,
  ) {}

  /** The video is there. False where the project no longer waits for it. */
  async completed(of: Generation, url: string): Promise<boolean> {
    const project = await this.projects.complete(of, url);
    if (!project) return false;
    await this.events.tell('video.completed', of.ownerId, [
      { ...toldOf(project), video_url: url, completed_at: project.completed_at },
    ]);
    return true;
  }

  /** It will not be made. */
  async failed(of: Generation, why: string, cause: string): Promise<void> {
    const project = await this.projects.fail(of, why);
    if (project)
      await this.events.tell('video.failed', of.ownerId, [{ ...toldOf(project), cause, reason: why }]);
  }
}

function toldOf({ id, campaign_id, goal, platform, cost_usd, auto_generated }: VideoProject) {
  return { project_id: id, campaign_id, goal, platform, cost_usd, auto_generated };
}
