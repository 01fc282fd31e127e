import { Injectable } from '@nestjs/common';
import { onField } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { PageReader } from '../reading/page-reader.js';
import type { ReadingWish } from '../reading/reading.js';
import { checkSelectors } from '../reading/selector-check.js';
import { type ScrapeAnswer, ScrapeService } from '../scrapes/scrape.service.js';
import type { ScrapedPages, ScraperTest, SiteCrawl, UnreadPage } from './batch.answers.dto.js';
import type { ContactInfo, ScrapedPage } from './page.answers.dto.js';
import type { ProductComparison, ProductListing, ScrapedProduct } from './product.answers.dto.js';
import { comparisonOf } from './product-comparison.js';
import { ProductLister } from './product-lister.js';
import type {
  CompareProducts,
  CrawlSite,
  ExtractStructuredData,
  ScrapePage,
  ScrapePages,
  ScrapeProduct,
  ScrapeProductListing,
} from './scraper.dto.js';
import { SiteCrawler } from './site-crawler.js';
import type { StructuredData } from './structured.answers.dto.js';
import { Deadline, ONE_PAGE_MS, type Terms } from './terms.js';

const MOST_AT_ONCE = 10;
const COMPARED_AT_ONCE = 5;

type Outcome<Answer> = Answer | UnreadPage;

/** Reads web pages for somebody, in nine ways. Whatever is read is kept, and used again for 24 hours. */
@Injectable()
export class ScraperService {
  constructor(
    private readonly scrapes: ScrapeService,
    private readonly crawler: SiteCrawler,
    private readonly lister: ProductLister,
    private readonly pages: PageReader,
    private readonly settings: Settings,
  ) {}

  async scrapePage(ownerId: string, wanted: ScrapePage, terms: Terms): Promise<ScrapedPage> {
    return this.one(ownerId, wanted.url, { kind: 'webpage', ...partsOf(wanted) }, terms);
  }

  /** Lot by lot, each page a success or a failure of its own. */
  async scrapePages(ownerId: string, wanted: ScrapePages, terms: Terms): Promise<ScrapedPages> {
    const wish = {
      kind: 'webpage',
      links: wanted.extract_links,
      images: wanted.extract_images,
      selectors: {},
    } as const;
    const pace = {
      atOnce: Math.min(wanted.max_concurrent, MOST_AT_ONCE),
      pauseMs: wanted.delay_between * 1_000,
    };
    const results = await this.many(ownerId, wanted.urls, wish, { ...terms, ...pace });
    const errors = failuresIn(results);
    return {
      total_urls: results.length,
      successful: results.length - errors.length,
      failed: errors.length,
      results,
      errors,
    };
  }

  crawlSite(ownerId: string, wanted: CrawlSite, terms: Terms): Promise<SiteCrawl> {
    return this.crawler.crawl(ownerId, wanted, terms);
  }

  extractStructuredData(
    ownerId: string,
    wanted: ExtractStructuredData,
    terms: Terms,
  ): Promise<StructuredData> {
    const parts = {
      prices: wanted.extract_prices,
      ratings: wanted.extract_ratings,
      contacts: wanted.extract_contacts,
      addresses: wanted.extract_addresses,
      jsonLd: wanted.extract_json_ld,
    };
    return this.one(ownerId, wanted.url, { kind: 'structured_data', parts }, terms);
  }

  async extractContactInfo(ownerId: string, wanted: ScrapePage, terms: Terms): Promise<ContactInfo> {
    return this.one(ownerId, wanted.url, { kind: 'contact_info', ...partsOf(wanted) }, terms);
  }

  async scrapeProduct(ownerId: string, wanted: ScrapeProduct, terms: Terms): Promise<ScrapedProduct> {
    const selectors = checkedSelectors(wanted.custom_selectors);
    return this.one(ownerId, wanted.url, { kind: 'product', selectors }, terms);
  }

  async scrapeProductListing(
    ownerId: string,
    wanted: ScrapeProductListing,
    terms: Terms,
  ): Promise<ProductListing> {
    checkSelectors({
      product_selector: wanted.product_selector,
      ...(wanted.pagination_selector && { pagination_selector: wanted.pagination_selector }),
    });
    return this.lister.list(ownerId, wanted, terms);
  }

  async compareProducts(
    ownerId: string,
    { urls }: CompareProducts,
    terms: Terms,
  ): Promise<ProductComparison> {
    const wish = { kind: 'product', selectors: {} } as const;
    const results = await this.many(ownerId, urls, wish, { ...terms, atOnce: COMPARED_AT_ONCE, pauseMs: 0 });
    const products = results.filter((result) => result.success);
    return { products, comparison: comparisonOf(products), errors: failuresIn(results) };
  }

  /** Whether pages can be read at all: reads `SCRAPER_TEST_URL`, for nobody. */
  async test(signal: AbortSignal): Promise<ScraperTest> {
    const url = this.settings.SCRAPER_TEST_URL;
    const deadline = new Deadline(signal, ONE_PAGE_MS);
    const wish = { kind: 'webpage', links: false, images: false, selectors: {} } as const;
    const { fetchTimeMs, title, content } = await this.pages
      .read(url, wish, deadline.signal)
      .catch((error: unknown) => {
        throw deadline.explain(error);
      });
    return {
      success: true,
      test_url: url,
      fetch_time_ms: fetchTimeMs,
      content_length: content.content.length,
      title,
      message: 'Pages can be read.',
      tested_at: new Date().toISOString(),
    };
  }

  private async one<Wish extends ReadingWish>(
    ownerId: string,
    url: string,
    wish: Wish,
    { signal, fresh = false }: Terms,
  ): Promise<ScrapeAnswer<Wish>> {
    const deadline = new Deadline(signal, ONE_PAGE_MS);
    try {
      return (await this.scrapes.read(ownerId, { url, wish, fresh }, deadline.signal)).answer;
    } catch (error) {
      throw onField('url', deadline.explain(error));
    }
  }

  /** Each address once for each time it is named, in their order. */
  private async many<Wish extends ReadingWish>(
    ownerId: string,
    urls: readonly string[],
    wish: Wish,
    { signal, fresh = false, atOnce, pauseMs }: Terms & { atOnce: number; pauseMs: number },
  ): Promise<Outcome<ScrapeAnswer<Wish>>[]> {
    const deadline = new Deadline(signal, this.settings.SCRAPER_TIMEOUT_MS);
    const results: Outcome<ScrapeAnswer<Wish>>[] = [];
    for (let at = 0; at < urls.length; at += atOnce) {
      if (at > 0) await deadline.pause(pauseMs);
      const lot = urls.slice(at, at + atOnce).map(async (url) => {
        try {
          return (await this.scrapes.read(ownerId, { url, wish, fresh }, deadline.signal)).answer;
        } catch (error) {
          return { success: false as const, ...deadline.failureOf(url, error) };
        }
      });
      results.push(...(await Promise.all(lot)));
    }
    return results;
  }
}

function partsOf({ extract_links: links, extract_images: images, custom_selectors: selectors }: ScrapePage) {
  return { links, images, selectors: checkedSelectors(selectors) };
}

function checkedSelectors(selectors: Record<string, string> | null | undefined): Record<string, string> {
  checkSelectors(selectors ?? {}, 'custom_selectors.');
  return selectors ?? {};
}

function failuresIn(results: readonly { success: boolean }[]) {
  return results
    .filter((result): result is UnreadPage => !result.success)
    .map(({ url, error, code }) => ({ url, error, code }));
}
