import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, MaxLength, Min } from 'class-validator';
import { AiSettings } from './ai.settings.js';
import { integer, integers, json, list } from './settings.transforms.js';
import { AreNameServers, AreNetworks, IsMapping } from './settings.validators.js';

const HTTP_URL = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };

/** The settings of what we ask of other people's servers. */
export class OutboundSettings extends AiSettings {
  @Transform(list)
  @AreNetworks()
  readonly OUTBOUND_ALLOW: readonly string[] = [];

  @Transform(integers)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(65535, { each: true })
  readonly OUTBOUND_PORTS: readonly number[] = [];

  @Transform(list)
  @AreNameServers()
  readonly DNS_SERVERS: readonly string[] = [];

  @Matches(/^[A-Za-z_-]{1,40}$/, {
    message: 'OUTBOUND_AGENT must be one word of letters, hyphens and underscores, as robots.txt names it',
  })
  readonly OUTBOUND_AGENT: string = 'MarketingAutopilot';

  @IsOptional()
  @IsUrl(HTTP_URL)
  readonly OUTBOUND_CONTACT_URL: string | undefined = undefined;

  @Transform(integer)
  @IsInt()
  @Min(0)
  @Max(60_000)
  readonly OUTBOUND_HOST_GAP_MS: number = 500;

  // An Idempotency-Key is held for 120 seconds.
  @Transform(integer)
  @IsInt()
  @Min(1_000)
  @Max(110_000)
  readonly SCRAPER_TIMEOUT_MS: number = 90_000;

  @Transform(integer)
  @IsInt()
  @Min(100)
  @Max(60_000)
  readonly MCP_TIMEOUT_MS: number = 30_000;

  @IsOptional()
  @IsUrl(HTTP_URL)
  readonly OPENCLAW_URL: string | undefined = undefined;

  @IsOptional()
  @IsString()
  readonly OPENCLAW_TOKEN: string | undefined = undefined;

  @IsString()
  @MaxLength(200)
  readonly OPENCLAW_MODEL: string = 'openclaw';

  @IsUrl(HTTP_URL)
  readonly JSON2VIDEO_BASE_URL: string = 'https://api.json2video.com';

  @Transform(integer)
  @IsInt()
  @Min(10)
  @Max(60_000)
  readonly JSON2VIDEO_POLL_MS: number = 10_000;

  @IsUrl(HTTP_URL)
  readonly BLOTATO_BASE_URL: string = 'https://backend.blotato.com';

  @IsOptional()
  @IsUrl(HTTP_URL)
  readonly ENRICHMENT_URL: string | undefined = undefined;

  @IsIn(['POST', 'GET'])
  readonly ENRICHMENT_METHOD: 'POST' | 'GET' = 'POST';

  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,4096}$/, {
    message: 'ENRICHMENT_KEY must be visible ASCII characters without blanks',
  })
  readonly ENRICHMENT_KEY: string | undefined = undefined;

  @Matches(/^[A-Za-z][A-Za-z0-9-]{0,60}$/, { message: 'ENRICHMENT_KEY_HEADER must be the name of a header' })
  readonly ENRICHMENT_KEY_HEADER: string = 'Authorization';

  @Transform(json)
  @IsOptional()
  @IsMapping()
  readonly ENRICHMENT_MAPPING: Readonly<Record<string, string>> | undefined = undefined;

  @Transform(integer)
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  readonly ENRICHMENT_COST_MICROS: number = 0;

  @Transform(integer)
  @IsInt()
  @Min(0)
  @Max(1_000_000_000_000)
  readonly ENRICHMENT_DAILY_MICROS: number = 1_000_000;

  @Transform(integer)
  @IsInt()
  @Min(100)
  @Max(60_000)
  readonly ENRICHMENT_TIMEOUT_MS: number = 10_000;

  @Transform(integer)
  @IsInt()
  @Min(0)
  @Max(3_650)
  readonly ENRICHMENT_CACHE_DAYS: number = 30;

  @Transform(integer)
  @IsInt()
  @Min(1)
  @Max(1_000)
  readonly WEBHOOK_LANES: number = 64;

  @Transform(integer)
  @IsInt()
  @Min(1)
  @Max(100)
  readonly WEBHOOK_LANES_PER_HOOK: number = 5;

  @Transform(integer)
  @IsInt()
  @Min(100)
  @Max(30_000)
  readonly WEBHOOK_TIMEOUT_MS: number = 15_000;

  @Transform(integer)
  @IsInt()
  @Min(2)
  @Max(3_600)
  readonly WEBHOOK_LEASE_SECONDS: number = 60;

  @Transform(integer)
  @IsInt()
  @Min(0)
  @Max(365)
  readonly WEBHOOK_DISABLE_AFTER_DAYS: number = 5;

  @IsUrl(HTTP_URL)
  readonly SCRAPER_TEST_URL: string = 'https://example.com/';

  @IsOptional()
  @IsUrl(HTTP_URL)
  readonly LEAD_SOURCE_URL: string | undefined = undefined;

  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,4096}$/, {
    message: 'LEAD_SOURCE_KEY must be visible ASCII characters without blanks',
  })
  readonly LEAD_SOURCE_KEY: string | undefined = undefined;
}
