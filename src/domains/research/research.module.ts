import { Module } from '@nestjs/common';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { WebModule } from '#platform/web/web.module';
import { ResearchController } from './notes/research.controller.js';
import { ResearchRepository } from './notes/research.repository.js';
import { ResearchService } from './notes/research.service.js';
import { PageReader } from './reading/page-reader.js';
import { ClaimSchedulesHandler } from './schedules/claim-schedules.handler.js';
import { DueScheduleRepository } from './schedules/due-schedule.repository.js';
import { RunScheduleHandler } from './schedules/run-schedule.handler.js';
import { ScheduleClock } from './schedules/schedule.clock.js';
import { ScheduleController } from './schedules/schedule.controller.js';
import { ScheduleRepository } from './schedules/schedule.repository.js';
import { ScheduleService } from './schedules/schedule.service.js';
import { ScrapeController } from './scrapes/scrape.controller.js';
import { ScrapeRetention } from './scrapes/scrape-retention.js';
import { ScrapeRepository } from './scrapes/scrape.repository.js';
import { ScrapeService } from './scrapes/scrape.service.js';
import { ProductLister } from './tasks/product-lister.js';
import { ScraperController } from './tasks/scraper.controller.js';
import { ScraperService } from './tasks/scraper.service.js';
import { SiteCrawler } from './tasks/site-crawler.js';
import { TopicController } from './topic.controller.js';

/** What can be found out on the web: pages that are read and kept, and research that points to them. */
@Module({
  imports: [WebModule, JobsModule, ClockModule, RetentionModule],
  // Topics stand before research, whose `/api/research/:researchId` would take their path.
  controllers: [TopicController, ResearchController, ScrapeController, ScheduleController, ScraperController],
  providers: [
    ScraperService,
    SiteCrawler,
    ProductLister,
    ScrapeService,
    ScrapeRepository,
    ScrapeRetention,
    PageReader,
    ResearchService,
    ResearchRepository,
    ScheduleService,
    ScheduleRepository,
    DueScheduleRepository,
    ScheduleClock,
    ClaimSchedulesHandler,
    RunScheduleHandler,
  ],
  exports: [ScraperService, ResearchService],
})
export class ResearchModule {}
