import { Module } from '@nestjs/common';
import { WebModule } from '#platform/web/web.module';
import { ResearchController } from './notes/research.controller.js';
import { ResearchRepository } from './notes/research.repository.js';
import { ResearchService } from './notes/research.service.js';
import { PageReader } from './reading/page-reader.js';
import { ScrapeController } from './scrapes/scrape.controller.js';
import { ScrapeRepository } from './scrapes/scrape.repository.js';
import { ScrapeService } from './scrapes/scrape.service.js';
import { ProductLister } from './tasks/product-lister.js';
import { ScraperController } from './tasks/scraper.controller.js';
import { ScraperService } from './tasks/scraper.service.js';
import { SiteCrawler } from './tasks/site-crawler.js';
import { TopicController } from './topic.controller.js';

/** What can be found out on the web: pages that are read and kept, and research that points to them. */
@Module({
  imports: [WebModule],
  // Topics stand before research, whose `/api/research/:researchId` would take their path.
  controllers: [TopicController, ResearchController, ScrapeController, ScraperController],
  providers: [
    ScraperService,
    SiteCrawler,
    ProductLister,
    ScrapeService,
    ScrapeRepository,
    PageReader,
    ResearchService,
    ResearchRepository,
  ],
  exports: [ScraperService, ResearchService],
})
export class ResearchModule {}
