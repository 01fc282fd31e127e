import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import type { PageQuery } from '#platform/http/page-query';
import { type FreshReading, PageReader } from '../reading/page-reader.js';
import type { ReadingContent, ReadingWish } from '../reading/reading.js';
import { ScrapeNotFound } from '../research.errors.js';
import type { ScrapeStamp } from '../tasks/page.answers.dto.js';
import type { Scrape, ScrapeDetails } from './scrape.dto.js';
import { ScrapeRepository } from './scrape.repository.js';

const FRESH_HOURS = 24;

export interface ScrapeOrder<Wish extends ReadingWish = ReadingWish> {
  readonly url: string;
  readonly wish: Wish;
  /** Reads the page also where a reading of the last 24 hours is at hand. */
  readonly fresh: boolean;
}

/** What a reading is answered with. */
export type ScrapeAnswer<Wish extends ReadingWish> = ScrapeStamp & {
  scrape_type: Wish['kind'];
} & ReadingContent[Wish['kind']];

/** A reading as it is kept, with the answer that was found. */
export interface KeptScrape<Wish extends ReadingWish> {
  readonly scrape: ScrapeDetails;
  readonly answer: ScrapeAnswer<Wish>;
}

/** Pages as they were read for somebody, kept per owner. */
@Injectable()
export class ScrapeService {
  constructor(
    private readonly pages: PageReader,
    private readonly scrapes: ScrapeRepository,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<Scrape>> {
    return this.scrapes.list(ownerId, page);
  }

  async get(ownerId: string, scrapeId: string): Promise<ScrapeDetails> {
    const scrape = isUuid(scrapeId) ? await this.scrapes.find(ownerId, scrapeId) : undefined;
    if (!scrape) throw new ScrapeNotFound();
    return scrape;
  }

  async remove(ownerId: string, scrapeId: string): Promise<void> {
    if (!isUuid(scrapeId) || !(await this.scrapes.remove(ownerId, scrapeId))) throw new ScrapeNotFound();
  }

  /**
   * Reads a page, unless the owner has had the same read within a day, and keeps what came of it. A page that cannot be read
   * is kept as such and thrown as an error of the rooms `web` and `research`.
   */
  async read<Wish extends ReadingWish>(
    ownerId: string,
    { url, wish, fresh }: ScrapeOrder<Wish>,
    signal: AbortSignal,
  ): Promise<KeptScrape<Wish>> {
    const request = { url, scrapeType: wish.kind, requestHash: hashOf({ url, wish }) };
    const kept = fresh ? undefined : await this.scrapes.fresh(ownerId, request, FRESH_HOURS);
    if (kept) return { scrape: kept, answer: answerOf<Wish>(kept, true) };
    const reading = await this.pages.read(url, wish, signal).catch(async (error: unknown) => {
      if (error instanceof AppError && !signal.aborted)
        await this.scrapes.addFailure(ownerId, request, error);
      throw error;
    });
    const scrape = await this.scrapes.add(ownerId, request, outcomeOf(reading, wish.kind));
    return { scrape, answer: answerOf<Wish>(scrape, false) };
  }
}

const hashOf = (request: object): string =>
  createHash('sha256').update(JSON.stringify(request)).digest('hex');

function outcomeOf({ url, title, excerpt, contentHash, fetchTimeMs, content }: FreshReading, kind: string) {
  const stamp = {
    success: true,
    url,
    fetch_time_ms: fetchTimeMs,
    scraped_at: new Date().toISOString(),
    scrape_type: kind,
  };
  return { finalUrl: url, title, excerpt, contentHash, fetchTimeMs, data: { ...stamp, ...content } };
}

/** What is kept in `data`, and where and how it is kept. */
function answerOf<Wish extends ReadingWish>(scrape: ScrapeDetails, cached: boolean): ScrapeAnswer<Wish> {
  const kept = { result_id: scrape.id, content_hash: scrape.content_hash ?? '', cached };
  return { ...(scrape.data as unknown as ScrapeAnswer<Wish>), ...kept };
}
