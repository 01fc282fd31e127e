import { Injectable } from '@nestjs/common';
import { Doors } from '../entries/doors.js';
import { Entries } from '../entries/entries.service.js';
import { NotLetIn } from '../workflow.errors.js';
import { AI_VIDEO_CREATOR } from './ai-video-creator.js';
import type { QueuedVideos, VideoIdea } from './video-creator.dto.js';

/** Ideas become instances of the built-in workflow, all of them or none. */
@Injectable()
export class VideoCreator {
  constructor(
    private readonly doors: Doors,
    private readonly entries: Entries,
  ) {}

  async queue(ownerId: string, ideas: readonly VideoIdea[]): Promise<QueuedVideos> {
    const door = await this.doors.open(ownerId, AI_VIDEO_CREATOR.id);
    const entered = await this.entries.enter(
      ownerId,
      door,
      ideas.map((idea) => ({ leadId: null, input: { ...idea } })),
    );
    const execution_ids = entered.flatMap(({ executionId }) => executionId ?? []);
    if (execution_ids.length === 0) throw new NotLetIn();
    return { detail: 'AI Video Creator workflow queued.', execution_ids };
  }
}
