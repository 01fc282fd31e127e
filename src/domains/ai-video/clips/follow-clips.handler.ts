import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import type { ClaimedClip } from './clip.js';
import { type FollowClips, FollowClipsJob } from './clip.jobs.js';
import { ClipWorker } from './clip-worker.js';
import { DueClipRepository } from './due-clip.repository.js';

const AT_ONCE = 8;

/** Takes up clips that are due, some at a time, each as its owner. One that fails unforeseen is looked at again after its lease. */
@Injectable()
@Handles(FollowClipsJob)
export class FollowClipsHandler implements JobHandler<FollowClips> {
  private readonly logger = new Logger('AI video');

  constructor(
    private readonly database: Database,
    private readonly due: DueClipRepository,
    private readonly worker: ClipWorker,
    private readonly settings: Settings,
  ) {}

  async handle(_: FollowClips, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) {
      const clips = await this.due.claim(AT_ONCE, this.settings.AI_VIDEO_LEASE_SECONDS);
      if (clips.length === 0) return;
      await Promise.all(clips.map((clip) => this.follow(clip, signal)));
    }
  }

  private async follow(clip: ClaimedClip, signal: AbortSignal): Promise<void> {
    try {
      await this.database.as(clip.ownerId, () => this.worker.follow(clip, signal));
    } catch (error) {
      this.logger.error({ err: error, clip: clip.id }, 'A clip could not be looked at');
    }
  }
}
