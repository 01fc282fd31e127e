import { Injectable } from '@nestjs/common';
import { Schedules } from '#platform/clock/schedules/schedules';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { ContentService } from '#domains/content/content.service';
import { PublishingService } from '#domains/content/publishing/publishing.service';
import { type PublishContent, PublishContentJob } from './content-publish.kind.js';

/** Publishes approved content when its time has come; what has been published meanwhile is left as it is. */
@Injectable()
@Handles(PublishContentJob)
export class PublishContentHandler implements JobHandler<PublishContent> {
  constructor(
    private readonly schedules: Schedules,
    private readonly content: ContentService,
    private readonly publishing: PublishingService,
  ) {}

  handle({ ownerId, contentId, ...firing }: PublishContent): Promise<void> {
    return this.schedules.perform(ownerId, firing, async () => {
      const before = await this.content.get(ownerId, contentId);
      const { status, published_at } =
        before.status === 'published' ? before : await this.publishing.move(ownerId, contentId, 'published');
      return { content_id: contentId, status, published_at };
    });
  }
}
