import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FieldIssue } from '#kernel/errors';
import { issuesOf } from '#platform/http/validation';
import {
  CompareProducts,
  CrawlSite,
  ExtractStructuredData,
  ScrapePage,
  ScrapePages,
  ScrapeProduct,
  ScrapeProductListing,
} from '../tasks/scraper.dto.js';
import type { ScraperService } from '../tasks/scraper.service.js';
import type { Terms } from '../tasks/terms.js';

/** What is looked at of a task's answer: the ids under which what it read is kept. */
export interface ReadingAnswer {
  readonly result_id?: string;
  readonly result_ids?: readonly string[];
  readonly results?: readonly object[];
  readonly products?: readonly object[];
}

/** A task that can be scheduled, with a config that has been checked. */
interface CheckedTask {
  run(scraper: ScraperService, ownerId: string, terms: Terms): Promise<ReadingAnswer>;
}

type Checked = CheckedTask | { readonly issues: FieldIssue[] };

const TASKS = {
  scrape_page: taskOf(ScrapePage, (scraper, ...asked) => scraper.scrapePage(...asked)),
  scrape_multiple_pages: taskOf(ScrapePages, (scraper, ...asked) => scraper.scrapePages(...asked)),
  crawl_site: taskOf(CrawlSite, (scraper, ...asked) => scraper.crawlSite(...asked)),
  extract_structured_data: taskOf(ExtractStructuredData, (scraper, ...asked) =>
    scraper.extractStructuredData(...asked),
  ),
  extract_contact_info: taskOf(ScrapePage, (scraper, ...asked) => scraper.extractContactInfo(...asked)),
  scrape_product_page: taskOf(ScrapeProduct, (scraper, ...asked) => scraper.scrapeProduct(...asked)),
  scrape_product_listing: taskOf(ScrapeProductListing, (scraper, ...asked) =>
    scraper.scrapeProductListing(...asked),
  ),
  compare_products: taskOf(CompareProducts, (scraper, ...asked) => scraper.compareProducts(...asked)),
};

export type ScheduledTask = keyof typeof TASKS;
export const SCHEDULED_TASKS = Object.keys(TASKS) as ScheduledTask[];

/** The task if there is one of this name; rows of a former version may name others. */
export function scheduledTask(name: string, config: unknown): Checked | undefined {
  return Object.hasOwn(TASKS, name) ? TASKS[name as ScheduledTask](config) : undefined;
}

/** The DTO of the task's route says which config fits. */
function taskOf<Dto extends object>(
  type: Type<Dto>,
  read: (scraper: ScraperService, ownerId: string, wanted: Dto, terms: Terms) => Promise<ReadingAnswer>,
) {
  return (config: unknown): Checked => {
    const wanted = plainToInstance(type, config);
    const options = { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true };
    const issues = issuesOf(validateSync(wanted, options), 'config');
    if (issues.length > 0) return { issues };
    return { run: (scraper, ownerId, terms) => read(scraper, ownerId, wanted, terms) };
  };
}
