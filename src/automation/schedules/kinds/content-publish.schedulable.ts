import { Injectable } from '@nestjs/common';
import { IsInt, Min } from 'class-validator';
import { ContentService } from '#domains/content/content.service';
import { type Prepared, Schedulable } from '../schedulable.js';
import { ContentNotReady } from '../schedules.errors.js';

export class ContentToPublish {
  /** A piece of your content that has been approved. @example 12 */
  @IsInt()
  @Min(1)
  content_id!: number;
}

/** Publishing a piece of content. */
@Injectable()
export class SchedulableContent extends Schedulable<ContentToPublish> {
  readonly kind = 'content_publish';
  readonly body = ContentToPublish;
  readonly triggers = ['date'] as const;

  constructor(private readonly content: ContentService) {
    super();
  }

  async prepare(ownerId: string, { content_id: contentId }: ContentToPublish): Promise<Prepared> {
    const { status, campaign_id: campaignId } = await this.content.get(ownerId, contentId);
    if (status !== 'approved') throw new ContentNotReady(status);
    return { jobId: `content_publish_${contentId}`, payload: { contentId }, campaignId };
  }
}
