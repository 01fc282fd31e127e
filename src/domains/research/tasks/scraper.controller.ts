import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { WhenClientGone } from '#platform/http/client-gone.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { ScrapedPages, ScraperTasks, ScraperTest, SiteCrawl } from './batch.answers.dto.js';
import { ContactInfo, ScrapedPage } from './page.answers.dto.js';
import { ProductComparison, ProductListing, ScrapedProduct } from './product.answers.dto.js';
import { ScraperService } from './scraper.service.js';
import {
  CompareProducts,
  CrawlSite,
  ExtractStructuredData,
  ScrapePage,
  ScrapePages,
  ScrapeProduct,
  ScrapeProductListing,
  ScrapeQuery,
} from './scraper.dto.js';
import { SCRAPER_TASKS } from './scraper-tasks.js';
import { StructuredData } from './structured.answers.dto.js';

@ApiTags('Scraper')
@Controller('api/scraper')
@RateClass('generation')
export class ScraperController {
  constructor(private readonly scraper: ScraperService) {}

  /** Reads one page: text, headings, links, images, mail addresses and telephone numbers. */
  @Post('page')
  @HttpCode(200)
  page(
    @CurrentUser() { id }: Caller,
    @Body() wanted: ScrapePage,
    @Query() { fresh }: ScrapeQuery,
    @WhenClientGone() signal: AbortSignal,
  ): Promise<ScrapedPage> {
    return this.scraper.scrapePage(id, wanted, { fresh, signal });
  }

  /** Reads up to 50 pages; those that are not read within 90 seconds fail. */
  @Post('pages')
  @HttpCode(200)
  pages(
    @CurrentUser() { id }: Caller,
    @Body() wanted: ScrapePages,
    @Query() { fresh }: ScrapeQuery,
    @WhenClientGone() signal: AbortSignal,
  ): Promise<ScrapedPages> {
    return this.scraper.scrapePages(id, wanted, { fresh, signal });
  }

  /** Reads a site by following its links, the nearest first, for 90 seconds at most. */
  @Post('crawl')
  @HttpCode(200)
  crawl(
    @CurrentUser() { id }: Caller,
    @Body() wanted: CrawlSite,
    @Query() { fresh }: ScrapeQuery,
    @WhenClientGone() signal: AbortSignal,
  ): Promise<SiteCrawl> {
    return this.scraper.crawlSite(id, wanted, { fresh, signal });
  }

  /** Finds prices, ratings, contacts, addresses and JSON-LD on a page. */
  @Post('structured-data')
  @HttpCode(200)
  structuredData(
    @CurrentUser() { id }: Caller,
    @Body() wanted: ExtractStructuredData,
    @Query() { fresh }: ScrapeQuery,
    @WhenClientGone() signal: AbortSignal,
  ): Promise<StructuredData> {
    return this.scraper.extractStructuredData(id, wanted, { fresh, signal });
  }

  /** Finds out how to reach whoever is behind a page. */
  @Post('contact-info')
  @HttpCode(200)
  contactInfo(
    @CurrentUser() { id }: Caller,
    @Body() wanted: ScrapePage,
    @Query() { fresh }: ScrapeQuery,
    @WhenClientGone() signal: AbortSignal,
  ): Promise<ContactInfo> {
    return this.scraper.extractContactInfo(id, wanted, { fresh, signal });
  }

  /** Reads the page of one product. */
  @Post('product')
  @HttpCode(200)
  product(
    @CurrentUser() { id }: Caller,
    @Body() wanted: ScrapeProduct,
    @Query() { fresh }: ScrapeQuery,
    @WhenClientGone() signal: AbortSignal,
  ): Promise<ScrapedProduct> {
    return this.scraper.scrapeProduct(id, wanted, { fresh, signal });
  }

  /** Reads a list of products, over up to five pages and for 90 seconds at most. */
  @Post('product-listing')
  @HttpCode(200)
  productListing(
    @CurrentUser() { id }: Caller,
    @Body() wanted: ScrapeProductListing,
    @Query() { fresh }: ScrapeQuery,
    @WhenClientGone() signal: AbortSignal,
  ): Promise<ProductListing> {
    return this.scraper.scrapeProductListing(id, wanted, { fresh, signal });
  }

  /** Reads the pages of up to ten products and puts prices, ratings and availability side by side. */
  @Post('compare-products')
  @HttpCode(200)
  compareProducts(
    @CurrentUser() { id }: Caller,
    @Body() wanted: CompareProducts,
    @Query() { fresh }: ScrapeQuery,
    @WhenClientGone() signal: AbortSignal,
  ): Promise<ProductComparison> {
    return this.scraper.compareProducts(id, wanted, { fresh, signal });
  }

  /** Finds out whether pages can be read, by reading `SCRAPER_TEST_URL`. */
  @Post('test')
  @HttpCode(200)
  test(@WhenClientGone() signal: AbortSignal): Promise<ScraperTest> {
    return this.scraper.test(signal);
  }

  /** Lists the tasks and what each does. */
  @Get('tasks')
  @RateClass('api')
  tasks(): ScraperTasks {
    return { tasks: { ...SCRAPER_TASKS } };
  }
}
