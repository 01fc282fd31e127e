import { createHash } from 'node:crypto';
import type { CheerioAPI } from 'cheerio';
import { load } from 'cheerio/slim';
import { addressesOf } from '../extraction/contacts/addresses.js';
import { businessHoursOf } from '../extraction/contacts/business-hours.js';
import { emailsOf } from '../extraction/contacts/emails.js';
import { phonesOf } from '../extraction/contacts/phones.js';
import { socialLinksOf } from '../extraction/contacts/social-links.js';
import { jsonLdOf, nodesOf } from '../extraction/json-ld.js';
import { baseOf, imagesOf, linksOf } from '../extraction/links.js';
import { headings, pageMeta, pageTitle } from '../extraction/page-meta.js';
import { mainText, visibleText } from '../extraction/page-text.js';
import { nextPage, productCards } from '../extraction/products/product-cards.js';
import { productOf } from '../extraction/products/product-page.js';
import { customData } from '../extraction/selectors.js';
import { structuredData } from '../extraction/structured-data.js';
import { pageDocument } from './page-document.js';
import type { Reading, ReadingContent, ReadingTask, ReadingWish, Selectors } from './reading.js';
import { storable } from './storable.js';

const LONGEST_CONTENT = 100_000;
const LONGEST_EXCERPT = 300;
const MOST_ADDRESSES = 5;

interface Page {
  readonly $: CheerioAPI;
  readonly base: string;
  /** The main text, whole. */
  readonly text: string;
}

/** Finds on a page what is wanted of it. The page is data: whatever it says is found, never followed. */
export function readPage({ url, text: source, isHtml, wish }: ReadingTask): Reading {
  const $ = isHtml ? pageDocument(source) : plainDocument(source);
  const text = mainText($);
  const content = contentOf({ $, base: baseOf($, url), text }, wish);
  return storable({
    title: pageTitle($),
    excerpt: text.slice(0, LONGEST_EXCERPT),
    contentHash: createHash('sha256').update(text).digest('hex'),
    content,
  }) as Reading;
}

function contentOf(page: Page, wish: ReadingWish): ReadingContent[ReadingWish['kind']] {
  const { $, base } = page;
  switch (wish.kind) {
    case 'webpage':
      return pageContent(page, wish);
    case 'structured_data':
      return { data: structuredData($, base, wish.parts) };
    case 'contact_info':
      return contactContent(page, wish);
    case 'product':
      return { ...productOf($, nodesOf(jsonLdOf($)), base), custom_data: customData($, wish.selectors) };
    case 'product_listing':
      return {
        products: productCards($, wish.product, { base, most: wish.most }),
        next: nextPage($, wish.pagination, base),
      };
  }
}

interface PageWish {
  readonly links: boolean;
  readonly images: boolean;
  readonly selectors: Selectors;
}

function pageContent({ $, base, text }: Page, wish: PageWish): ReadingContent['webpage'] {
  const seen = visibleText($);
  return {
    meta: pageMeta($),
    content: text.slice(0, LONGEST_CONTENT),
    content_truncated: text.length > LONGEST_CONTENT,
    headings: headings($),
    ...mediaOf($, base, wish),
    emails: emailsOf($, seen),
    phones: phonesOf($, seen),
    custom_data: customData($, wish.selectors),
    word_count: text === '' ? 0 : text.split(' ').length,
  };
}

function contactContent({ $, base }: Page, wish: PageWish): ReadingContent['contact_info'] {
  const nodes = nodesOf(jsonLdOf($));
  const seen = visibleText($);
  return {
    title: pageTitle($),
    emails: emailsOf($, seen),
    phones: phonesOf($, seen),
    addresses: addressesOf($, nodes, MOST_ADDRESSES),
    social_links: socialLinksOf($, nodes, base),
    business_hours: businessHoursOf(nodes),
    ...mediaOf($, base, wish),
    custom_data: customData($, wish.selectors),
  };
}

function mediaOf($: CheerioAPI, base: string, wish: PageWish) {
  const links = linksOf($, base);
  const images = imagesOf($, base);
  return {
    links: wish.links ? links.items : [],
    link_count: links.count,
    images: wish.images ? images.items : [],
    image_count: images.count,
  };
}

/** A document whose only element is the text. */
function plainDocument(text: string): CheerioAPI {
  const $ = load('<body></body>');
  $('body').text(text);
  return $;
}
