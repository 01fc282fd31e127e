import type { ScrapedProduct } from '../../tasks/product.answers.dto.js';
import type { ScrapeStamp } from '../../tasks/page.answers.dto.js';

export const MOST_IMAGES = 5;

/** What a page says about its product. */
export type Product = Omit<ScrapedProduct, keyof ScrapeStamp | 'scrape_type' | 'custom_data'>;
