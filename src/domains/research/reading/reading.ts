import type { StructuredParts } from '../extraction/structured-data.js';
import type { ContactInfo, ScrapedPage, ScrapeStamp } from '../tasks/page.answers.dto.js';
import type { ProductCard, ScrapedProduct } from '../tasks/product.answers.dto.js';
import type { StructuredData } from '../tasks/structured.answers.dto.js';

/** What is wanted of a page. */
export type ReadingWish =
  | {
      readonly kind: 'webpage';
      readonly links: boolean;
      readonly images: boolean;
      readonly selectors: Selectors;
    }
  | { readonly kind: 'structured_data'; readonly parts: StructuredParts }
  | {
      readonly kind: 'contact_info';
      readonly links: boolean;
      readonly images: boolean;
      readonly selectors: Selectors;
    }
  | { readonly kind: 'product'; readonly selectors: Selectors }
  | {
      readonly kind: 'product_listing';
      readonly product: string;
      readonly pagination: string | null;
      readonly most: number;
    };

export type ReadingKind = ReadingWish['kind'];
export type Selectors = Readonly<Record<string, string>>;

interface ListingContent {
  products: ProductCard[];
  /** Where the list goes on. */
  next: string | null;
}

type Content<Answer> = Omit<Answer, keyof ScrapeStamp | 'scrape_type'>;

/** What each wish is answered with. */
export interface ReadingContent {
  webpage: Content<ScrapedPage>;
  structured_data: Content<StructuredData>;
  contact_info: Content<ContactInfo>;
  product: Content<ScrapedProduct>;
  product_listing: ListingContent;
}

/** A page on its way to a thread. */
export interface ReadingTask {
  readonly url: string;
  readonly text: string;
  /** False: plain text, in which tags mean nothing. */
  readonly isHtml: boolean;
  readonly wish: ReadingWish;
}

/** What was found on a page. */
export interface Reading<Kind extends ReadingKind = ReadingKind> {
  readonly title: string | null;
  /** How the text begins. */
  readonly excerpt: string;
  /** SHA-256 of the whole text in hexadecimal digits: the same text is the same page. */
  readonly contentHash: string;
  readonly content: ReadingContent[Kind];
}
