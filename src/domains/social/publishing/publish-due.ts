import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { IsIn } from 'class-validator';
import { sideBySide } from '#kernel/side-by-side';
import { ClockRole } from '#platform/clock/clock-role';
import { SocialUnknown } from '#platform/channels/social/social.errors';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import { defineJob, type JobHandler, type JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { PublicationRepository } from './publication.repository.js';
import { Publisher } from './publisher.service.js';

const AT_ONCE = 20;
const AT_A_TIME = 5;
const MISSED = 'The post is later than it may be: nothing ran when it was due. Schedule it again.';

export class PublishDuePosts {
  @IsIn(['clock', 'user'])
  askedBy!: 'clock' | 'user';
}

/** Publishes whatever posts are due, of all tenants. */
export const PublishDuePostsJob = defineJob('social.publish-due', PublishDuePosts, {
  retryLimit: 1,
  oneWaiting: true,
  expireInSeconds: 1_800,
});

/** Asks for posts to be published whenever some are due. */
@Injectable()
export class PublishingPostsClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly publications: PublicationRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(2_000)
  tick(): Promise<void> {
    return this.clock.askFor('posts to be published', this.publications.isAnyDue(), () =>
      this.jobs.send(PublishDuePostsJob, { askedBy: 'clock' }),
    );
  }
}

/** Takes up some posts at a time and publishes them side by side, each as its tenant. */
@Injectable()
@Handles(PublishDuePostsJob)
export class PublishDuePostsHandler implements JobHandler<PublishDuePosts> {
  constructor(
    private readonly database: Database,
    private readonly publications: PublicationRepository,
    private readonly publisher: Publisher,
  ) {}

  async handle(_: PublishDuePosts, { signal }: JobRun): Promise<void> {
    await this.publications.releaseAbandoned(new SocialUnknown('the network').message);
    await this.publications.missDue(MISSED);
    while (!signal.aborted) {
      const claimed = await this.publications.claimDue(AT_ONCE);
      await sideBySide(claimed, AT_A_TIME, (post) =>
        this.database.as(post.user_id, () => this.publisher.publish(post, signal)),
      );
      if (claimed.length < AT_ONCE) return;
    }
  }
}
