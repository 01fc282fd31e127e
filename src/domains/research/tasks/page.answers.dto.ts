/** What every reading of one page says of itself. */
export class ScrapeStamp {
  success!: true;
  /** The address that answered, after redirects. @example 'https://example.com/about' */
  url!: string;
  /** Milliseconds it took to fetch the page. @example 240 */
  fetch_time_ms!: number;
  /** @example '2026-11-28T09:00:00.000Z' */
  scraped_at!: string;
  /** Under which `GET /api/scraper/results/{id}` has it. */
  result_id!: string;
  /** SHA-256 of the page's text: the same text is the same page. */
  content_hash!: string;
  /** Read earlier, at `scraped_at`, and not asked for again. */
  cached!: boolean;
}

export class Link {
  /** Absolute, without a fragment. */
  url!: string;
  text!: string;
}

export class Image {
  /** Absolute. */
  url!: string;
  alt!: string;
}

/** At most 100 of each. */
export class Headings {
  h1!: string[];
  h2!: string[];
  h3!: string[];
}

/** What one web page holds. */
export class ScrapedPage extends ScrapeStamp {
  scrape_type!: 'webpage';
  /** `title`, `description`, `keywords`, `author`, `robots`, `canonical`, `language`, and `og_*` and `twitter_*`, as far as there are. */
  meta!: Record<string, string>;
  /** The main part in one line, without menus and scripts; at most 100,000 characters. */
  content!: string;
  /** Whether there was more. */
  content_truncated!: boolean;
  headings!: Headings;
  /** At most 1,000; empty when they were not asked for. */
  links!: Link[];
  /** How many different ones the page has. */
  link_count!: number;
  /** At most 500; empty when they were not asked for. */
  images!: Image[];
  image_count!: number;
  /** In lower case, at most 50. */
  emails!: string[];
  /** As they are written, at most 50. */
  phones!: string[];
  /** By the names of your selectors the texts of what they find, at most 50 each. */
  custom_data!: Record<string, string[]>;
  word_count!: number;
}

/** How to reach whoever is behind a page. */
export class ContactInfo extends ScrapeStamp {
  scrape_type!: 'contact_info';
  title!: string | null;
  emails!: string[];
  phones!: string[];
  /** Each in one line, at most five. */
  addresses!: string[];
  /** The first profile on each network. */
  social_links!: Record<string, string>;
  /** @example ['Mo-Fr 09:00-17:00'] */
  business_hours!: string[];
  links!: Link[];
  link_count!: number;
  images!: Image[];
  image_count!: number;
  custom_data!: Record<string, string[]>;
}
