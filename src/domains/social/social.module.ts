import { Module } from '@nestjs/common';
import { ChannelsModule } from '#platform/channels/channels.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { BulkController } from './bulk/bulk.controller.js';
import { BulkPosts } from './bulk/bulk.service.js';
import { CapController } from './caps/cap.controller.js';
import { CapRepository } from './caps/cap.repository.js';
import { NetworkCaps } from './caps/cap.service.js';
import { PostSchedule } from './post-schedule.js';
import { PlannedPostRepository } from './planned/planned-post.repository.js';
import { PlannedPosts } from './planned/planned-posts.service.js';
import { PostDispatch } from './publishing/post-dispatch.service.js';
import { PostWays } from './publishing/post-ways.js';
import { PublicationRepository } from './publishing/publication.repository.js';
import { PublishDuePostsHandler, PublishingPostsClock } from './publishing/publish-due.js';
import { Publisher } from './publishing/publisher.service.js';
import { PublishingController } from './publishing/publishing.controller.js';
import { ReadBackClock, ReadPostsBackHandler } from './publishing/read-back.js';
import { ReadBackRepository } from './publishing/read-back.repository.js';
import { ReadBack } from './publishing/read-back.service.js';
import { QueueController } from './queues/queue.controller.js';
import { QueueRepository } from './queues/queue.repository.js';
import { PostQueues } from './queues/queue.service.js';
import { AccountSumsRepository } from './reach/account-sums.repository.js';
import { PostReaches } from './reach/post-reach.service.js';
import { SocialPostController } from './social-post.controller.js';
import { SocialPostRepository } from './social-post.repository.js';
import { SocialPosts } from './social-post.service.js';
import { SocialSumsRepository } from './sums/social-sums.repository.js';
import { SocialSumsService } from './sums/social-sums.service.js';

/** Posts for social networks: written, scheduled, published, counted. */
@Module({
  imports: [ChannelsModule, ClockModule, JobsModule],
  controllers: [SocialPostController, PublishingController, QueueController, CapController, BulkController],
  providers: [
    SocialPosts,
    SocialPostRepository,
    PostSchedule,
    PlannedPosts,
    PlannedPostRepository,
    SocialSumsService,
    SocialSumsRepository,
    PostDispatch,
    PostWays,
    NetworkCaps,
    CapRepository,
    PostQueues,
    QueueRepository,
    PostReaches,
    AccountSumsRepository,
    BulkPosts,
    Publisher,
    PublicationRepository,
    PublishingPostsClock,
    PublishDuePostsHandler,
    ReadBack,
    ReadBackRepository,
    ReadBackClock,
    ReadPostsBackHandler,
  ],
  exports: [SocialPosts, PlannedPosts, PostDispatch, PostWays, SocialSumsService],
})
export class SocialModule {}
