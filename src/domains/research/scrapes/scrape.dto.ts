/** A reading of one page as it is kept, without what was found. */
export class Scrape {
  id!: string;
  /** The address that was asked for. */
  url!: string;
  /** The address that answered; null when none did. */
  final_url!: string | null;
  /** `webpage`, `structured_data`, `contact_info`, `product` or `product_listing`; other words stand in older rows. */
  scrape_type!: string;
  /** `completed` or `failed`; other words stand in older rows. */
  status!: string;
  title!: string | null;
  /** How the page's text begins, at most 300 characters. */
  excerpt!: string | null;
  /** SHA-256 of the page's text. */
  content_hash!: string | null;
  /** Why it could not be read. */
  error!: string | null;
  /** @example 'web/timed-out' */
  error_code!: string | null;
  fetch_time_ms!: number | null;
  created_at!: string;
}

/** A reading with what was found. */
export class ScrapeDetails extends Scrape {
  /** The answer of its task; null when the page could not be read. */
  data!: Record<string, unknown> | null;
}

export class ScrapeDeleted {
  deleted!: true;
}
