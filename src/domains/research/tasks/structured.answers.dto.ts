import { AnyObjects } from '#platform/http/any-json.decorator';
import { ScrapeStamp } from './page.answers.dto.js';
import { Rating } from './product.answers.dto.js';

export class FoundPrice {
  price!: number;
  /** ISO 4217; null where the page leaves it open. */
  currency!: string | null;
  /** The words it was found in. */
  text!: string;
  /** Where: told to machines, at the usual place of a price, or in the text. */
  source!: 'json_ld' | 'selector' | 'text';
}

export class Contacts {
  emails!: string[];
  phones!: string[];
}

/** Facts of a page in a form for programs. What was not asked for is empty. */
export class StructuredContent {
  /** The page's JSON-LD blocks; what lies deeper than sixteen levels is null. */
  @AnyObjects()
  json_ld!: Record<string, unknown>[];
  /** At most 20, each amount once. */
  prices!: FoundPrice[];
  /** At most ten. */
  ratings!: Rating[];
  contacts!: Contacts;
  /** Each in one line, at most five. */
  addresses!: string[];
  /** The first profile on each network. */
  social_links!: Record<string, string>;
  /** @example ['Mo-Fr 09:00-17:00'] */
  business_hours!: string[];
}

export class StructuredData extends ScrapeStamp {
  scrape_type!: 'structured_data';
  data!: StructuredContent;
}
