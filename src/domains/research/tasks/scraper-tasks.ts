/** The tasks of the scraper by the names under which agents know them. */
export const SCRAPER_TASKS = {
  scrape_page: 'Reads one page: text, headings, links, images, mail addresses and telephone numbers.',
  scrape_multiple_pages: 'Reads up to 50 pages, several hosts at once.',
  crawl_site: 'Reads a site by following its links, up to 50 pages and three links deep.',
  extract_structured_data: 'Finds prices, ratings, contacts, addresses and JSON-LD on a page.',
  extract_contact_info: 'Finds mail addresses, telephone numbers, postal addresses and profiles on a page.',
  scrape_product_page: 'Reads the page of one product: name, price, availability, rating.',
  scrape_product_listing: 'Reads a list of products, over up to five pages.',
  compare_products: 'Puts prices, ratings and availability of up to ten products side by side.',
  test_scraper: 'Finds out whether pages can be read.',
} as const;
