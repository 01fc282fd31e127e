import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';
import { PrivacySettings } from './privacy.settings.js';
import { integer, json, list } from './settings.transforms.js';

const HTTP_URL = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };
const COMPANIES = ['openai', 'anthropic', 'google', 'mistral'] as const;
type Company = (typeof COMPANIES)[number];

/** The settings of the AI providers. */
export class AiSettings extends PrivacySettings {
  @IsOptional()
  @IsString()
  readonly OPENAI_API_KEY: string | undefined = undefined;

  @IsOptional()
  @IsString()
  readonly ANTHROPIC_API_KEY: string | undefined = undefined;

  @IsOptional()
  @IsString()
  readonly GOOGLE_API_KEY: string | undefined = undefined;

  @IsOptional()
  @IsString()
  readonly GEMINI_API_KEY: string | undefined = undefined;

  @IsOptional()
  @IsString()
  readonly MISTRAL_API_KEY: string | undefined = undefined;

  @IsUrl(HTTP_URL)
  readonly OPENAI_BASE_URL: string = 'https://api.openai.com/v1';

  @IsUrl(HTTP_URL)
  readonly ANTHROPIC_BASE_URL: string = 'https://api.anthropic.com';

  @IsUrl(HTTP_URL)
  readonly GOOGLE_BASE_URL: string = 'https://generativelanguage.googleapis.com';

  @IsUrl(HTTP_URL)
  readonly MISTRAL_BASE_URL: string = 'https://api.mistral.ai';

  @Transform(list)
  @IsIn(COMPANIES, { each: true })
  readonly AI_FALLBACK_ORDER: readonly Company[] = ['openai', 'anthropic', 'mistral'];

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly AI_RATE_LIMIT_OPENAI: number = 60;

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly AI_RATE_LIMIT_ANTHROPIC: number = 50;

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly AI_RATE_LIMIT_GOOGLE: number = 60;

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly AI_RATE_LIMIT_MISTRAL: number = 100;

  @Transform(integer)
  @IsInt()
  @Min(100)
  @Max(600_000)
  readonly AI_TIMEOUT_MS: number = 30_000;

  @Transform(integer)
  @IsInt()
  @Min(100)
  @Max(600_000)
  readonly AI_MEDIA_TIMEOUT_MS: number = 120_000;

  @Transform(list)
  @IsString({ each: true })
  readonly AI_MODELS: readonly string[] = [];

  @Transform(json)
  @IsObject({
    message: '$property must be JSON such as {"gpt-5-mini": {"max_output_tokens": 16000}}',
  })
  readonly AI_MODEL_OVERRIDES: Readonly<Record<string, unknown>> = {};

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly AI_DAILY_BUDGET_CENTS: number = 0;

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly AI_VIDEO_DAILY_LIMIT: number = 20;

  @Transform(integer)
  @IsInt()
  @Min(20)
  @Max(60_000)
  readonly AI_VIDEO_POLL_MS: number = 10_000;

  @Transform(integer)
  @IsInt()
  @Min(1)
  @Max(3_600)
  readonly AI_VIDEO_LEASE_SECONDS: number = 120;

  /** The platform's own key of a company. */
  aiKey(company: Company): string | undefined {
    if (company === 'google') return this.GOOGLE_API_KEY ?? this.GEMINI_API_KEY;
    return { openai: this.OPENAI_API_KEY, anthropic: this.ANTHROPIC_API_KEY, mistral: this.MISTRAL_API_KEY }[
      company
    ];
  }

  /** Where a company's API answers, without a trailing slash. */
  aiBaseUrl(company: Company): string {
    const url = {
      openai: this.OPENAI_BASE_URL,
      anthropic: this.ANTHROPIC_BASE_URL,
      google: this.GOOGLE_BASE_URL,
      mistral: this.MISTRAL_BASE_URL,
    }[company];
    return url.replace(/\/+$/, '');
  }

  /** Requests a minute per company and key; 0 for no limit. */
  aiRateLimit(company: Company): number {
    return {
      openai: this.AI_RATE_LIMIT_OPENAI,
      anthropic: this.AI_RATE_LIMIT_ANTHROPIC,
      google: this.AI_RATE_LIMIT_GOOGLE,
      mistral: this.AI_RATE_LIMIT_MISTRAL,
    }[company];
  }
}
