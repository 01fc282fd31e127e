import { Injectable } from '@nestjs/common';
import { onField } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { AddressRefused } from '#platform/web/web.errors';
import { webUrl } from '#platform/web/web-url';
import { ScrapeService } from '../scrapes/scrape.service.js';
import type { CrawledPage, SiteCrawl, UncrawledPage } from './batch.answers.dto.js';
import type { ScrapedPage } from './page.answers.dto.js';
import type { CrawlSite } from './scraper.dto.js';
import { mayBePage, pageKey, siteOf } from './site-address.js';
import { Deadline, type Terms } from './terms.js';

const MOST_PAGES = 50;
const MOST_DEPTH = 3;
const MOST_DISCOVERED = 5_000;
const WISH = { kind: 'webpage', links: true, images: false, selectors: {} } as const;

interface Frontier {
  /** Addresses to be read, in the order in which they were found. */
  readonly queue: { url: string; depth: number }[];
  /** Every address that was seen, in one form. */
  readonly seen: Set<string>;
  /** The only site that is read; null for any. */
  readonly site: string | null;
  readonly maxDepth: number;
}

/** Reads a site by following its links, the nearest first. Each page is asked for as `PoliteReader` does: one at a time. */
@Injectable()
export class SiteCrawler {
  constructor(
    private readonly scrapes: ScrapeService,
    private readonly settings: Settings,
  ) {}

  /** Ends with what it has when its time is over. A start that may not be asked at all is an error. */
  async crawl(ownerId: string, wanted: CrawlSite, { signal, fresh = false }: Terms): Promise<SiteCrawl> {
    const start = startOf(wanted);
    const frontier: Frontier = {
      queue: [{ url: start, depth: 0 }],
      seen: new Set([pageKey(start)]),
      site: wanted.same_domain_only ? siteOf(start) : null,
      maxDepth: Math.min(wanted.max_depth, MOST_DEPTH),
    };
    const most = Math.min(wanted.max_pages, MOST_PAGES);
    const deadline = new Deadline(signal, this.settings.SCRAPER_TIMEOUT_MS);
    const results: (CrawledPage | UncrawledPage)[] = [];
    for (let next = frontier.queue.shift(); next && results.length < most; next = frontier.queue.shift()) {
      if (deadline.isOver) break;
      const { url, depth } = next;
      try {
        const { answer } = await this.scrapes.read(ownerId, { url, wish: WISH, fresh }, deadline.signal);
        results.push({ ...answer, depth });
        discover(answer, depth, frontier);
      } catch (error) {
        if (depth === 0 && error instanceof AddressRefused) throw onField('start_url', error);
        results.push({ success: false, ...deadline.failureOf(url, error), depth });
      }
    }
    const read = results.filter(({ success }) => success);
    return {
      start_url: start,
      pages_crawled: read.length,
      pages_discovered: frontier.seen.size,
      max_depth_reached: Math.max(0, ...read.map(({ depth }) => depth)),
      results,
      complete: !deadline.isOver,
    };
  }
}

function startOf({ start_url }: CrawlSite): string {
  try {
    return webUrl(start_url).href;
  } catch (error) {
    throw onField('start_url', error);
  }
}

/** Puts the links of a page behind those that were found before, unless the page asks not to follow them. */
function discover(page: ScrapedPage, depth: number, { queue, seen, site, maxDepth }: Frontier): void {
  seen.add(pageKey(page.url));
  if (depth >= maxDepth || /\b(?:nofollow|none)\b/i.test(page.meta['robots'] ?? '')) return;
  for (const { url } of page.links) {
    const key = pageKey(url);
    if (seen.has(key) || seen.size >= MOST_DISCOVERED || !mayBePage(url)) continue;
    if (site !== null && siteOf(url) !== site) continue;
    seen.add(key);
    queue.push({ url, depth: depth + 1 });
  }
}
