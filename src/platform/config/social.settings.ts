import { Transform } from 'class-transformer';
import { IsOptional, IsString, IsUrl, Matches, MaxLength, ValidateBy } from 'class-validator';
import { MailSettings } from './mail.settings.js';
import { json } from './settings.transforms.js';

/** Where the pages and endpoints of an OAuth server are. */
export interface OAuthEndpoints {
  readonly authorize?: string;
  readonly token?: string;
  readonly revoke?: string;
}

/** Whose API and OAuth server may be named in place of the usual ones. */
const SERVICES = [
  'linkedin',
  'twitter',
  'facebook',
  'instagram',
  'tiktok',
  'youtube',
  'buffer',
  'sprout-social',
  'hootsuite',
];

/** The settings of social networks: our registrations with them, and where they answer. */
export class SocialSettings extends MailSettings {
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  readonly OAUTH_REDIRECT_URL: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly FACEBOOK_CLIENT_ID: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly FACEBOOK_CLIENT_SECRET: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly TWITTER_CLIENT_ID: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly TWITTER_CLIENT_SECRET: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly LINKEDIN_CLIENT_ID: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly LINKEDIN_CLIENT_SECRET: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly YOUTUBE_CLIENT_ID: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly YOUTUBE_CLIENT_SECRET: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly TIKTOK_CLIENT_ID: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly TIKTOK_CLIENT_SECRET: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly HOOTSUITE_CLIENT_ID: string | undefined = undefined;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly HOOTSUITE_CLIENT_SECRET: string | undefined = undefined;

  @Transform(json)
  @AreUrlsOf('service')
  readonly SOCIAL_API_URLS: Readonly<Record<string, string>> = {};

  @Transform(json)
  @AreUrlsOf('endpoints')
  readonly OAUTH_ENDPOINTS: Readonly<Record<string, OAuthEndpoints>> = {};

  @Matches(/^20\d{4}$/, { message: 'LINKEDIN_API_VERSION must be a month such as 202610' })
  readonly LINKEDIN_API_VERSION: string = '202610';
}

/** An object that names an address, or the addresses of endpoints, for services we know. */
function AreUrlsOf(each: 'service' | 'endpoints'): PropertyDecorator {
  const example = each === 'service' ? '"https://…"' : '{"authorize": "https://…", "token": "https://…"}';
  return ValidateBy({
    name: 'areUrls',
    validator: {
      validate: (given: unknown) =>
        isRecord(given) &&
        Object.entries(given).every(
          ([name, value]) =>
            SERVICES.includes(name) && (each === 'service' ? isHttp(value) : areEndpoints(value)),
        ),
      defaultMessage: () => `$property must be JSON such as {"linkedin": ${example}}`,
    },
  });
}

function areEndpoints(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.entries(value).every(
      ([name, url]) => ['authorize', 'token', 'revoke'].includes(name) && isHttp(url),
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isHttp(value: unknown): boolean {
  return typeof value === 'string' && /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : '');
}
