import { applyDecorators } from '@nestjs/common';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { QueryBoolean } from '#platform/http/query';
import { AreSelectors, LONGEST_SELECTOR } from './selectors.validator.js';

const IsUrlText = () => applyDecorators(IsString(), MinLength(1), MaxLength(2_048));
/** More than the cap is taken and counts as the cap, as older clients expect. */
const IsCount = () => applyDecorators(IsInt(), Min(1), Max(10_000));

export class ScrapeQuery {
  /** Reads the page anew, although the same was read for you within the last 24 hours. */
  @QueryBoolean()
  fresh?: boolean;
}

/** A page that is to be read. */
export class ScrapePage {
  /** @example 'https://example.com/' */
  @IsUrlText()
  url!: string;

  /** Whether the links are wanted, too. */
  @IsBoolean()
  extract_links: boolean = true;

  /** Whether the images are wanted, too. */
  @IsBoolean()
  extract_images: boolean = true;

  /** CSS selectors by names of your own, at most 20 of at most 200 characters. @example { "author": ".byline" } */
  @IsOptional()
  @AreSelectors()
  custom_selectors?: Record<string, string> | null;
}

/** Pages that are to be read together. */
export class ScrapePages {
  /** At most 50. @example ['https://example.com/'] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50, { message: 'Maximum 50 URLs allowed per request' })
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(2_048, { each: true })
  urls!: string[];

  /** How many at once; more than 10 counts as 10. Of one host it is one at a time. */
  @IsCount()
  max_concurrent: number = 5;

  /** Seconds between two lots, at most 10. */
  @IsNumber({ allowInfinity: false, allowNaN: false })
  @Min(0)
  @Max(10)
  delay_between: number = 0.5;

  /** Whether the links are wanted, too. */
  @IsBoolean()
  extract_links: boolean = false;

  /** Whether the images are wanted, too. */
  @IsBoolean()
  extract_images: boolean = false;
}

/** A site that is to be read by following its links. */
export class CrawlSite {
  /** @example 'https://example.com/' */
  @IsUrlText()
  start_url!: string;

  /** More than 50 counts as 50. */
  @IsCount()
  max_pages: number = 10;

  /** Whether only links to the same registrable domain are followed: `shop.example.co.uk` and `www.example.co.uk` are of one. */
  @IsBoolean()
  same_domain_only: boolean = true;

  /** Links from the start; more than 3 counts as 3. */
  @IsInt()
  @Min(0)
  @Max(10_000)
  max_depth: number = 2;
}

/** A page whose facts are wanted in a form for programs. */
export class ExtractStructuredData {
  /** @example 'https://example.com/' */
  @IsUrlText()
  url!: string;

  @IsBoolean()
  extract_prices: boolean = true;

  @IsBoolean()
  extract_ratings: boolean = true;

  @IsBoolean()
  extract_contacts: boolean = true;

  @IsBoolean()
  extract_addresses: boolean = true;

  @IsBoolean()
  extract_json_ld: boolean = true;
}

/** A page of one product. */
export class ScrapeProduct {
  /** @example 'https://shop.example.com/products/1' */
  @IsUrlText()
  url!: string;

  /** CSS selectors by names of your own, at most 20 of at most 200 characters. */
  @IsOptional()
  @AreSelectors()
  custom_selectors?: Record<string, string> | null;
}

/** A page with a list of products. */
export class ScrapeProductListing {
  /** @example 'https://shop.example.com/products' */
  @IsUrlText()
  url!: string;

  /** The element around each product. */
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_SELECTOR)
  product_selector: string = '.product, .product-item, [data-product]';

  /** Over all pages; more than 100 counts as 100. */
  @IsCount()
  max_products: number = 20;

  /** The link to the next page; the one marked `rel="next"` when left out. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_SELECTOR)
  pagination_selector?: string | null;

  /** More than 5 counts as 5. */
  @IsCount()
  max_pages: number = 1;
}

/** Products that are to be compared. */
export class CompareProducts {
  /** Pages of one product each, at most 10. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10, { message: 'Maximum 10 products allowed for comparison' })
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(2_048, { each: true })
  urls!: string[];
}
