import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  CompareProducts,
  CrawlSite,
  ExtractStructuredData,
  ScrapePage,
  ScrapePages,
  ScrapeProduct,
  ScrapeProductListing,
} from '#domains/research/tasks/scraper.dto';
import { SCRAPER_TASKS } from '#domains/research/tasks/scraper-tasks';
import { ScraperService } from '#domains/research/tasks/scraper.service';
import { type AgentTask, defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import { dtoForm } from '../../dto-form.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { withoutLongTexts } from './long-texts.js';

type ScraperTask = keyof typeof SCRAPER_TASKS;
type Terms = { readonly signal: AbortSignal };

const Read = z.looseObject({});

/** Reads web pages as a guest: what their robots.txt allows, one at a time of a host. */
@Injectable()
export class ScraperAgent extends BaseAgent {
  readonly id = 'web_scraper';
  override readonly aliases = ['scraper', 'web_scraper_agent'];
  readonly name = 'Web Scraper Agent';
  readonly does = 'Reads web pages: text, contacts, products, prices and structured data.';
  readonly tasks: Readonly<Record<ScraperTask, AgentTask>>;

  constructor(scraper: ScraperService) {
    super();
    const page = dtoForm(ScrapePage);
    this.tasks = {
      scrape_page: reads('scrape_page', page, (...asked) => scraper.scrapePage(...asked)),
      scrape_multiple_pages: reads('scrape_multiple_pages', dtoForm(ScrapePages), (...asked) =>
        scraper.scrapePages(...asked),
      ),
      crawl_site: reads('crawl_site', dtoForm(CrawlSite), (...asked) => scraper.crawlSite(...asked)),
      extract_structured_data: reads('extract_structured_data', dtoForm(ExtractStructuredData), (...asked) =>
        scraper.extractStructuredData(...asked),
      ),
      extract_contact_info: reads('extract_contact_info', page, (...asked) =>
        scraper.extractContactInfo(...asked),
      ),
      scrape_product_page: reads('scrape_product_page', dtoForm(ScrapeProduct), (...asked) =>
        scraper.scrapeProduct(...asked),
      ),
      scrape_product_listing: reads('scrape_product_listing', dtoForm(ScrapeProductListing), (...asked) =>
        scraper.scrapeProductListing(...asked),
      ),
      compare_products: reads('compare_products', dtoForm(CompareProducts), (...asked) =>
        scraper.compareProducts(...asked),
      ),
      test_scraper: reads('test_scraper', z.strictObject({}), (_user, _input, { signal }) =>
        scraper.test(signal),
      ),
    };
  }
}

/** Whole readings are kept by the room; a run keeps what fits in its record. */
function reads<Input extends object>(
  name: ScraperTask,
  input: z.ZodType<Input>,
  read: (userId: string, input: Input, terms: Terms) => Promise<object>,
): AgentTask {
  return defineTask({
    does: SCRAPER_TASKS[name],
    risk: 'read',
    input,
    output: Read,
    work: (run: AgentRun, asked: Input) =>
      run.step({ key: name, input: asked }, async () =>
        withoutLongTexts(await read(run.userId, asked, { signal: run.signal })),
      ),
  });
}
