/** What the tasks of the scraper refuse. */
const url = 'https://example.com/';
const selectors = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`s${at}`, 'a']));

export const REFUSED: [task: string, field: string, wanted: object][] = [
  ['page', 'url', {}],
  ['page', 'url', { url: 5 }],
  ['page', 'url', { url: `${url}${'a'.repeat(2_048)}` }],
  ['page', 'extract_links', { url, extract_links: 'yes' }],
  ['page', 'custom_selectors', { url, custom_selectors: [] }],
  ['page', 'custom_selectors', { url, custom_selectors: { a: 5 } }],
  ['page', 'custom_selectors', { url, custom_selectors: { a: 'x'.repeat(201) } }],
  ['page', 'custom_selectors', { url, custom_selectors: { 'a b': 'x' } }],
  ['page', 'custom_selectors', { url, custom_selectors: selectors(21) }],
  ['page', 'other', { url, other: 1 }],
  ['page?fresh=perhaps', 'fresh', { url }],
  ['pages', 'urls', { urls: [] }],
  ['pages', 'urls', { urls: [5] }],
  ['pages', 'max_concurrent', { urls: [url], max_concurrent: 0 }],
  ['pages', 'delay_between', { urls: [url], delay_between: -1 }],
  ['pages', 'delay_between', { urls: [url], delay_between: 11 }],
  ['crawl', 'start_url', { start_url: '' }],
  ['crawl', 'max_pages', { start_url: url, max_pages: 1.5 }],
  ['crawl', 'max_depth', { start_url: url, max_depth: -1 }],
  ['crawl', 'same_domain_only', { start_url: url, same_domain_only: 1 }],
  ['structured-data', 'extract_json_ld', { url, extract_json_ld: 'no' }],
  ['contact-info', 'custom_selectors', { url, custom_selectors: 'a' }],
  ['product', 'extract_links', { url, extract_links: true }],
  ['product-listing', 'product_selector', { url, product_selector: '' }],
  ['product-listing', 'max_products', { url, max_products: 0 }],
  ['product-listing', 'pagination_selector', { url, pagination_selector: 'a'.repeat(201) }],
  ['compare-products', 'urls', {}],
];

export const NO_SELECTORS: [task: string, wanted: object, field: string][] = [
  ['page', { custom_selectors: { good: 'a', bad: 'a[' } }, 'custom_selectors.bad'],
  ['contact-info', { custom_selectors: { bad: ':nonsense' } }, 'custom_selectors.bad'],
  ['product', { custom_selectors: { bad: '>>>' } }, 'custom_selectors.bad'],
  ['product-listing', { product_selector: 'li:nth-child(x)' }, 'product_selector'],
  ['product-listing', { pagination_selector: 'a:not(' }, 'pagination_selector'],
];
