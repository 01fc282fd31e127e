import type { Type } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, type ApiPropertyOptions, getSchemaPath } from '@nestjs/swagger';
import { ScrapedPage } from './page.answers.dto.js';
import { ReadingError } from './product.answers.dto.js';

/** Of a union the document would know nothing. */
const eachOf = (...models: Type[]): ApiPropertyOptions => ({
  type: 'array',
  items: { oneOf: models.map((model) => ({ $ref: getSchemaPath(model) })) },
});

/** A page of several that could not be read. */
export class UnreadPage extends ReadingError {
  success!: false;
}

/** Pages that were read together. */
@ApiExtraModels(ScrapedPage, UnreadPage)
export class ScrapedPages {
  total_urls!: number;
  successful!: number;
  failed!: number;
  /** One for each address, in their order; one that could not be read has `success: false` and its `error`. */
  @ApiProperty(eachOf(ScrapedPage, UnreadPage))
  results!: (ScrapedPage | UnreadPage)[];
  /** Those that could not be read once more. */
  errors!: ReadingError[];
}

/** A page of a crawl. */
export class CrawledPage extends ScrapedPage {
  /** Links from the start. */
  depth!: number;
}

export class UncrawledPage extends UnreadPage {
  depth!: number;
}

/** What was found by following links. */
@ApiExtraModels(CrawledPage, UncrawledPage)
export class SiteCrawl {
  start_url!: string;
  /** Pages that were read. */
  pages_crawled!: number;
  /** Addresses that were seen, whether or not they were read. */
  pages_discovered!: number;
  max_depth_reached!: number;
  /** In the order they were read; those that could not be have `success: false`. */
  @ApiProperty(eachOf(CrawledPage, UncrawledPage))
  results!: (CrawledPage | UncrawledPage)[];
  /** False when time ran out (`SCRAPER_TIMEOUT_MS`, 90 seconds) before everything within the limits was read. */
  complete!: boolean;
}

export class ScraperTest {
  success!: true;
  test_url!: string;
  fetch_time_ms!: number;
  /** Characters of the page's main text. */
  content_length!: number;
  title!: string | null;
  message!: string;
  tested_at!: string;
}

export class ScraperTasks {
  /** What each task does, by its name. */
  tasks!: Record<string, string>;
}
