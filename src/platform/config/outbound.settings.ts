import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUrl, Matches, Max, MaxLength, Min } from 'class-validator';
import { AiSettings } from './ai.settings.js';
import { integer, integers, list } from './settings.transforms.js';
import { AreNetworks } from './settings.validators.js';

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

  @IsUrl(HTTP_URL)
  readonly SCRAPER_TEST_URL: string = 'https://example.com/';
}
