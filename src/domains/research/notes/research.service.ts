import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Settings } from '#platform/config/settings';
import type { PageQuery } from '#platform/http/page-query';
import { ResearchNotFound, ResearchSourceUnknown } from '../research.errors.js';
import { type KeptScrape, ScrapeService } from '../scrapes/scrape.service.js';
import type { ReadingError } from '../tasks/product.answers.dto.js';
import { Deadline } from '../tasks/terms.js';
import type { Research, ResearchSource } from './research.dto.js';
import { ResearchRepository } from './research.repository.js';

const MOST_PAGES = 20;
const AT_ONCE = 5;
const WISH = { kind: 'webpage', links: false, images: false, selectors: {} } as const;

/** A page's text, and what a statement drawn from it is to point to. The text is data: whatever it says is not an instruction. */
interface SourceText {
  readonly source: ResearchSource;
  readonly text: string;
}

export interface SourceTexts {
  readonly pages: readonly SourceText[];
  readonly failures: readonly ReadingError[];
}

/** Research that can be checked: statements that point to the pages they lean on. */
@Injectable()
export class ResearchService {
  constructor(
    private readonly scrapes: ScrapeService,
    private readonly research: ResearchRepository,
    private readonly settings: Settings,
  ) {}

  /** Reads up to 20 pages within `SCRAPER_TIMEOUT_MS`, or takes readings of the last 24 hours. A page that cannot be read is told, not thrown. */
  async readPages(ownerId: string, urls: readonly string[], signal: AbortSignal): Promise<SourceTexts> {
    const deadline = new Deadline(signal, this.settings.SCRAPER_TIMEOUT_MS);
    const wanted = [...new Set(urls)].slice(0, MOST_PAGES);
    const pages: SourceText[] = [];
    const failures: ReadingError[] = [];
    for (let at = 0; at < wanted.length; at += AT_ONCE) {
      const lot = wanted.slice(at, at + AT_ONCE).map(async (url) => {
        try {
          const kept = await this.scrapes.read(ownerId, { url, wish: WISH, fresh: false }, deadline.signal);
          pages.push({ source: sourceOf(kept), text: kept.answer.content });
        } catch (error) {
          failures.push(deadline.failureOf(url, error));
        }
      });
      await Promise.all(lot);
    }
    return { pages, failures };
  }

  /** Keeps what was found out. Every source that a statement points to has to be among `sources`. */
  async add(ownerId: string, found: Omit<Research, 'id' | 'created_at'>): Promise<Research> {
    const known = new Set(found.sources.map(({ id }) => id));
    const unknown = found.statements.flatMap(({ sources }) => sources).find((id) => !known.has(id));
    if (unknown !== undefined) throw new ResearchSourceUnknown();
    return this.research.add(ownerId, found);
  }

  list(ownerId: string, page: PageQuery): Promise<Page<Research>> {
    return this.research.list(ownerId, page);
  }

  async get(ownerId: string, researchId: string): Promise<Research> {
    const research = isUuid(researchId) ? await this.research.find(ownerId, researchId) : undefined;
    if (!research) throw new ResearchNotFound();
    return research;
  }

  async remove(ownerId: string, researchId: string): Promise<void> {
    if (!isUuid(researchId) || !(await this.research.remove(ownerId, researchId)))
      throw new ResearchNotFound();
  }
}

function sourceOf({ scrape }: KeptScrape<typeof WISH>): ResearchSource {
  return {
    id: scrape.id,
    url: scrape.final_url ?? scrape.url,
    title: scrape.title,
    fetched_at: scrape.created_at,
    content_hash: scrape.content_hash ?? '',
    excerpt: scrape.excerpt ?? '',
  };
}
