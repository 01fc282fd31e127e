import { Injectable } from '@nestjs/common';
import { onField } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { type ScrapeAnswer, type ScrapeOrder, ScrapeService } from '../scrapes/scrape.service.js';
import type { ProductListing } from './product.answers.dto.js';
import type { ScrapeProductListing } from './scraper.dto.js';
import { pageKey } from './site-address.js';
import { Deadline, type Terms } from './terms.js';

const MOST_PRODUCTS = 100;
const MOST_PAGES = 5;

type Wish = { kind: 'product_listing'; product: string; pagination: string | null; most: number };
type ListPage = ScrapeAnswer<Wish>;

/** Reads a list of products, page after page. */
@Injectable()
export class ProductLister {
  constructor(
    private readonly scrapes: ScrapeService,
    private readonly settings: Settings,
  ) {}

  /** The first page has to be readable; where a later one is not, the list ends there. */
  async list(ownerId: string, wanted: ScrapeProductListing, terms: Terms): Promise<ProductListing> {
    const most = Math.min(wanted.max_products, MOST_PRODUCTS);
    const mostPages = Math.min(wanted.max_pages, MOST_PAGES);
    const wish: Wish = {
      kind: 'product_listing',
      product: wanted.product_selector,
      pagination: wanted.pagination_selector ?? null,
      most,
    };
    const deadline = new Deadline(terms.signal, this.settings.SCRAPER_TIMEOUT_MS);
    const pages: ListPage[] = [];
    const seen = new Set<string>();
    let next: string | null = wanted.url;
    let complete = true;
    while (next !== null && pages.length < mostPages && productsOf(pages).length < most) {
      const order: ScrapeOrder<Wish> = { url: next, wish, fresh: terms.fresh ?? false };
      try {
        const { answer } = await this.scrapes.read(ownerId, order, deadline.signal);
        pages.push(answer);
        seen.add(pageKey(answer.url));
        next = answer.next !== null && !seen.has(pageKey(answer.next)) ? answer.next : null;
      } catch (error) {
        const explained = deadline.explain(error);
        if (pages.length === 0) throw onField('url', explained);
        complete = false;
        next = null;
      }
    }
    return listingOf(pages, most, complete);
  }
}

const productsOf = (pages: readonly ListPage[]) => pages.flatMap(({ products }) => products);

function listingOf(pages: readonly ListPage[], most: number, complete: boolean): ProductListing {
  const [first] = pages;
  const products = productsOf(pages).slice(0, most);
  return {
    success: true,
    url: first?.url ?? '',
    scrape_type: 'product_listing',
    scraped_at: first?.scraped_at ?? '',
    pages_scraped: pages.length,
    product_count: products.length,
    products,
    complete,
    result_ids: pages.map(({ result_id }) => result_id),
  };
}
