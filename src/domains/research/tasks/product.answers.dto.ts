import { ScrapeStamp } from './page.answers.dto.js';

/** Whether something can be had, in one of these words whichever way the page says it. */
export type Availability = 'in_stock' | 'out_of_stock' | 'pre_order' | 'back_order' | 'discontinued';

export class Rating {
  /** @example 4.5 */
  value!: number;
  /** How many ratings it is the mean of. */
  count!: number | null;
  /** The best there is. @example 5 */
  max!: number | null;
}

/** What a page says about the one product it shows. What it does not say is null. */
export class ScrapedProduct extends ScrapeStamp {
  scrape_type!: 'product';
  name!: string | null;
  /** At most 1,000 characters. */
  description!: string | null;
  sku!: string | null;
  brand!: string | null;
  category!: string | null;
  /** At most five. */
  images!: string[];
  /** @example 1299.99 */
  price!: number | null;
  /** ISO 4217; null where the page leaves it open. @example 'EUR' */
  currency!: string | null;
  availability!: Availability | null;
  rating!: Rating | null;
  review_count!: number | null;
  /** `json_ld` where the page describes the product to machines, `html` where it was found by its looks. */
  data_source!: 'json_ld' | 'html';
  custom_data!: Record<string, string[]>;
}

/** One product of a list. */
export class ProductCard {
  name!: string | null;
  url!: string | null;
  /** The price as the page writes it. @example '1.299,99 €' */
  price_text!: string | null;
  price!: number | null;
  currency!: string | null;
  image!: string | null;
  rating!: Rating | null;
}

/** The products of a list, over as many of its pages as were asked for. */
export class ProductListing {
  success!: true;
  url!: string;
  scrape_type!: 'product_listing';
  scraped_at!: string;
  pages_scraped!: number;
  product_count!: number;
  products!: ProductCard[];
  /** False when time ran out, or a later page could not be read. */
  complete!: boolean;
  /** The results the pages are kept under. */
  result_ids!: string[];
}

export class PriceRange {
  min!: number | null;
  max!: number | null;
  /** Two decimals. */
  avg!: number | null;
  /** How many products are compared. */
  count!: number;
  /** The currency of most of them; products in another one are not compared. */
  currency!: string | null;
}

/** On a scale up to 5, as far as the pages say theirs. */
export class RatingRange {
  min!: number | null;
  max!: number | null;
  /** Two decimals. */
  avg!: number | null;
  count!: number;
}

export class AvailabilitySummary {
  in_stock!: number;
  out_of_stock!: number;
  /** What can be ordered but not had yet, too. */
  unknown!: number;
}

/** The products held against each other. */
export class ComparedProducts {
  price_range!: PriceRange;
  rating_range!: RatingRange;
  availability_summary!: AvailabilitySummary;
}

export class ReadingError {
  /** As it was asked for. */
  url!: string;
  /** @example 'The server did not answer in time.' */
  error!: string;
  /** @example 'web/timed-out' */
  code!: string;
}

/** Products side by side. */
export class ProductComparison {
  /** Those that could be read, in the order they were asked for. */
  products!: ScrapedProduct[];
  comparison!: ComparedProducts;
  /** Pages that could not be read. */
  errors!: ReadingError[];
}
