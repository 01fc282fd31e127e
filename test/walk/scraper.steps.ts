import { enveloped, listed, type Step } from './step.js';

const READ = { success: true, url: 'string', fetch_time_ms: 'number', scraped_at: 'string' };
const PAGE = {
  ...READ,
  scrape_type: '=webpage',
  meta: { title: 'string', description: 'string', og_title: 'string', twitter_card: 'string' },
  content: 'string',
  headings: { h1: ['string'], h2: ['string'], h3: [] },
  links: [{ url: 'string', text: 'string' }],
  link_count: 'number',
  images: [{ url: 'string', alt: 'string' }],
  image_count: 'number',
  emails: ['string'],
  phones: ['string'],
  custom_data: { boss: ['string'] },
  word_count: 'number',
};
const { custom_data: _custom, ...PLAIN } = PAGE;
const UNLINKED = { ...PLAIN, links: [], images: [] };
const PRODUCT = {
  ...READ,
  name: 'string',
  description: 'string|null',
  sku: 'string|null',
  brand: 'string|null',
  category: 'string|null',
  images: [],
  price: 'number',
  currency: 'string',
  availability: 'string|null',
  rating: { value: 'number', count: 'number|null', max: 'number|null' },
  review_count: 'number|null',
  data_source: '=json_ld|=html',
};
const RANGE = { min: 'number', max: 'number', avg: 'number', count: 'number' };
const SCRAPE = { id: 'string', url: 'string', scrape_type: 'string', status: 'string', created_at: 'string' };
const about = ({ shop = '' }) => `${shop}/about`;
const product =
  (at: number) =>
  ({ shop = '' }) =>
    `${shop}/p/${at}`;
const INSIDE = 'http://169.254.169.254/latest';

export const SCRAPER_STEPS: readonly Step[] = [
  {
    route: 'POST /api/scraper/page',
    body: (made) => ({
      url: about(made),
      extract_links: true,
      extract_images: true,
      custom_selectors: { boss: '.boss' },
    }),
    defaults: { extract_links: true, extract_images: true },
    answers: enveloped(PAGE),
    refused: [
      [{ url: 'ftp://example.com' }, 'url', 422],
      [{ url: INSIDE }, 'url', 422],
      [{ custom_selectors: { boss: '<<' } }, 'custom_selectors.boss', 422],
    ],
    keeps: { resultId: 'data.result_id' },
  },
  {
    route: 'POST /api/scraper/pages',
    body: (made) => ({
      urls: [about(made)],
      max_concurrent: 5,
      delay_between: 0.5,
      extract_links: false,
      extract_images: false,
    }),
    defaults: { max_concurrent: 5, delay_between: 0.5, extract_links: false, extract_images: false },
    answers: enveloped({
      total_urls: 'number',
      successful: 'number',
      failed: 'number',
      results: [UNLINKED],
      errors: [],
    }),
    refused: [
      [{ urls: [] }, 'urls'],
      [{ urls: Array(51).fill('https://example.com/') }, 'urls', 400, 'Maximum 50 URLs allowed per request'],
    ],
  },
  {
    route: 'POST /api/scraper/crawl',
    body: (made) => ({ start_url: about(made), max_pages: 1, same_domain_only: true, max_depth: 2 }),
    defaults: { max_pages: 10, same_domain_only: true, max_depth: 2 },
    answers: enveloped({
      start_url: 'string',
      pages_crawled: 'number',
      pages_discovered: 'number',
      max_depth_reached: 'number',
      results: [{ ...UNLINKED, depth: 'number' }],
    }),
    refused: [
      [{ start_url: 'ftp://example.com' }, 'start_url', 422],
      [{ start_url: INSIDE }, 'start_url', 422],
    ],
  },
  {
    route: 'POST /api/scraper/structured-data',
    body: (made) => ({
      url: product(1)(made),
      extract_prices: true,
      extract_ratings: true,
      extract_contacts: true,
      extract_addresses: true,
      extract_json_ld: true,
    }),
    defaults: {
      extract_prices: true,
      extract_ratings: true,
      extract_contacts: true,
      extract_addresses: true,
      extract_json_ld: true,
    },
    answers: enveloped({
      ...READ,
      data: {
        json_ld: [{}],
        prices: [{}],
        ratings: [{}],
        contacts: { emails: [], phones: [] },
        addresses: [],
        social_links: {},
        business_hours: [],
      },
    }),
  },
  {
    route: 'POST /api/scraper/contact-info',
    body: (made) => ({ url: about(made), extract_links: true, extract_images: true }),
    answers: enveloped({ ...READ, emails: ['string'], phones: ['string'], addresses: [], social_links: {} }),
  },
  {
    route: 'POST /api/scraper/product',
    body: (made) => ({ url: product(1)(made), custom_selectors: null }),
    answers: enveloped(PRODUCT),
  },
  {
    route: 'POST /api/scraper/product-listing',
    body: ({ shop = '' }) => ({
      url: `${shop}/chairs`,
      product_selector: '.product, .product-item, [data-product]',
      max_products: 20,
      max_pages: 1,
    }),
    defaults: {
      product_selector: '.product, .product-item, [data-product]',
      max_products: 20,
      max_pages: 1,
    },
    answers: enveloped({
      pages_scraped: 'number',
      product_count: 'number',
      products: [
        { name: 'string', url: 'string', price_text: 'string', price: 'number', image: 'string', rating: {} },
      ],
    }),
    refused: [[{ product_selector: '<<' }, 'product_selector', 422]],
  },
  {
    route: 'POST /api/scraper/compare-products',
    body: (made) => ({ urls: [product(1)(made), product(2)(made)] }),
    refused: [
      [
        { urls: Array(11).fill('https://example.com/') },
        'urls',
        400,
        'Maximum 10 products allowed for comparison',
      ],
    ],
    answers: enveloped({
      products: [PRODUCT],
      comparison: {
        price_range: RANGE,
        rating_range: RANGE,
        availability_summary: { in_stock: 'number', out_of_stock: 'number', unknown: 'number' },
      },
      errors: [],
    }),
  },
  {
    route: 'POST /api/scraper/test',
    answers: enveloped({
      success: true,
      test_url: 'string',
      fetch_time_ms: 'number',
      content_length: 'number',
      title: 'string',
      message: 'string',
      tested_at: 'string',
    }),
  },
  {
    route: 'GET /api/scraper/tasks',
    answers: enveloped({
      tasks: {
        scrape_page: 'string',
        scrape_multiple_pages: 'string',
        crawl_site: 'string',
        extract_structured_data: 'string',
        extract_contact_info: 'string',
        scrape_product_page: 'string',
        scrape_product_listing: 'string',
        compare_products: 'string',
        test_scraper: 'string',
      },
    }),
  },
  { route: 'GET /api/scraper/results', answers: listed(SCRAPE) },
  { route: 'GET /api/scraper/results/{resultId}', answers: enveloped({ ...SCRAPE, data: PAGE }) },
  { route: 'DELETE /api/scraper/results/{resultId}', answers: enveloped({ deleted: true }) },
];
