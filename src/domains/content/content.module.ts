import { Module } from '@nestjs/common';
import { ClockModule } from '#platform/clock/clock.module';
import { EventsModule } from '#platform/events/events.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { CalendarController } from './calendar/calendar.controller.js';
import { CalendarRepository } from './calendar/calendar.repository.js';
import { CalendarService } from './calendar/calendar.service.js';
import { ContentController } from './content.controller.js';
import { ContentRepository } from './content.repository.js';
import { ContentService } from './content.service.js';
import { HeadlineController } from './headlines/headline.controller.js';
import { BacklogClock } from './measures/backlog.clock.js';
import { BacklogRepository } from './measures/backlog.repository.js';
import { MeasureBacklogHandler } from './measures/measure-backlog.handler.js';
import { PlannedContentRepository } from './planned/planned-content.repository.js';
import { PlannedContent } from './planned/planned-content.service.js';
import { DueRepository } from './publishing/due.repository.js';
import { PublishDueHandler } from './publishing/publish-due.handler.js';
import { PublishingClock } from './publishing/publishing.clock.js';
import { PublishingController } from './publishing/publishing.controller.js';
import { PublishingService } from './publishing/publishing.service.js';
import { ContentSumsRepository } from './sums/content-sums.repository.js';
import { ContentSumsService } from './sums/content-sums.service.js';
import { VersionController } from './versions/version.controller.js';
import { VersionRepository } from './versions/version.repository.js';
import { VersionService } from './versions/version.service.js';

/** The library: what is written or was generated, its versions, how good it is by rule, and when it appears. */
@Module({
  imports: [ClockModule, EventsModule, JobsModule],
  controllers: [
    CalendarController,
    ContentController,
    PublishingController,
    VersionController,
    HeadlineController,
  ],
  providers: [
    ContentService,
    ContentRepository,
    VersionService,
    VersionRepository,
    CalendarService,
    CalendarRepository,
    PublishingService,
    PlannedContent,
    PlannedContentRepository,
    DueRepository,
    PublishDueHandler,
    PublishingClock,
    BacklogRepository,
    MeasureBacklogHandler,
    BacklogClock,
    ContentSumsService,
    ContentSumsRepository,
  ],
  exports: [ContentService, PlannedContent, PublishingService, ContentSumsService],
})
export class ContentModule {}
