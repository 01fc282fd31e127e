import { hkdfSync } from 'node:crypto';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
} from 'class-validator';
import { SocialSettings } from './social.settings.js';
import { flag, integer, list } from './settings.transforms.js';
import { AreNetworks, AreOrigins } from './settings.validators.js';

const HTTP_URL = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };
/** 32 bytes in hexadecimal digits that are not all the same byte. */
const MASTER_KEY = /^(?!(..)\1{31}$)[0-9a-f]{64}$/i;
const POSTGRES_URL = { protocols: ['postgres', 'postgresql'], require_protocol: true, require_tld: false };

/** Every setting of the application, named as its environment variable; `.env.example` explains each. */
export class Settings extends SocialSettings {
  @IsIn(['development', 'test', 'production'])
  readonly ENVIRONMENT: 'development' | 'test' | 'production' = 'development';

  @Transform(integer)
  @IsInt()
  @Min(0)
  @Max(65535)
  readonly PORT: number = 8000;

  @IsString()
  readonly HOST: string = '0.0.0.0';

  @Transform(list)
  @IsIn(['web', 'worker', 'clock'], { each: true })
  readonly ROLES: readonly string[] = ['web', 'worker', 'clock'];

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  readonly LOG_LEVEL: string = 'info';

  @IsOptional()
  @IsUrl(HTTP_URL)
  readonly BACKEND_URL: string | undefined = undefined;

  @Transform(list)
  @AreOrigins()
  readonly CORS_ORIGINS: readonly string[] = ['http://localhost:3000', 'http://localhost:5173'];

  @Transform(list)
  @AreNetworks()
  readonly TRUSTED_PROXIES: readonly string[] = [];

  @IsString()
  readonly DATA_DIR: string = './data';

  @Transform(flag)
  @IsBoolean()
  readonly ALLOW_EMBEDDED: boolean = false;

  @IsOptional()
  @IsUrl(POSTGRES_URL)
  readonly DATABASE_URL: string | undefined = undefined;

  @IsOptional()
  @IsUrl(POSTGRES_URL)
  readonly DATABASE_MIGRATION_URL: string | undefined = undefined;

  @Transform(integer)
  @IsInt()
  @Min(1)
  @Max(200)
  readonly DATABASE_POOL_SIZE: number = 10;

  @Transform(integer)
  @IsInt()
  @Min(100)
  readonly DATABASE_STATEMENT_TIMEOUT_MS: number = 15_000;

  @IsOptional()
  @IsUrl(HTTP_URL)
  readonly SUPABASE_URL: string | undefined = undefined;

  @IsOptional()
  @IsString()
  readonly SUPABASE_SERVICE_ROLE_KEY: string | undefined = undefined;

  @IsOptional()
  @IsString()
  readonly SUPABASE_ANON_KEY: string | undefined = undefined;

  @IsOptional()
  @MinLength(32)
  readonly SUPABASE_JWT_SECRET: string | undefined = undefined;

  @IsOptional()
  @IsUrl(HTTP_URL)
  readonly SUPABASE_JWKS_URL: string | undefined = undefined;

  @IsOptional()
  @IsString()
  readonly SUPABASE_JWT_ISSUER: string | undefined = undefined;

  @Matches(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, {
    message: 'STORAGE_BUCKET must be 3 to 63 lower-case letters, digits and hyphens',
  })
  readonly STORAGE_BUCKET: string = 'marketing-autopilot';

  @IsOptional()
  @Matches(MASTER_KEY, {
    message: 'SECRET_MASTER_KEY must be 64 hexadecimal digits (openssl rand -hex 32), not one byte repeated',
  })
  readonly SECRET_MASTER_KEY: string | undefined = undefined;

  @Transform(list)
  @Matches(/^[0-9a-fA-F]{64}$/, {
    each: true,
    message: 'SECRET_MASTER_KEYS_PREVIOUS: each must be 64 hexadecimal digits',
  })
  readonly SECRET_MASTER_KEYS_PREVIOUS: readonly string[] = [];

  @IsOptional()
  @IsUrl({
    protocols: ['smtp', 'smtps'],
    require_protocol: true,
    require_tld: false,
    allow_underscores: true,
  })
  readonly SMTP_URL: string | undefined = undefined;

  @Transform(integer)
  @Min(1)
  @Max(30)
  readonly SMTP_CONNECTIONS: number = 30;

  @IsEmail({ allow_display_name: true })
  readonly MAIL_FROM: string = 'Marketing Autopilot <marketing@example.com>';

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly MAIL_RATE_PER_SECOND: number = 0;

  @Transform(integer)
  @IsInt()
  @Min(2)
  @Max(3600)
  readonly MAIL_LEASE_SECONDS: number = 60;

  @Transform(integer)
  @IsInt()
  @Min(0)
  @Max(10_000)
  readonly MAIL_TESTS_PER_DAY: number = 50;

  @IsOptional()
  @IsString()
  readonly DATAFORSEO_LOGIN: string | undefined = undefined;

  @IsOptional()
  @IsString()
  readonly DATAFORSEO_PASSWORD: string | undefined = undefined;

  @IsUrl(HTTP_URL)
  readonly DATAFORSEO_BASE_URL: string = 'https://api.dataforseo.com';

  @Transform(integer)
  @IsInt()
  @Min(100)
  @Max(60_000)
  readonly DATAFORSEO_TIMEOUT_MS: number = 30_000;

  @Transform(integer)
  @IsInt()
  @Min(0)
  @Max(110)
  readonly AGENT_WAIT_SECONDS: number = 25;

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly RATE_LIMIT_API: number = 600;

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly RATE_LIMIT_GENERATION: number = 30;

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly RATE_LIMIT_API_KEY: number = 300;

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly RATE_LIMIT_PUBLIC: number = 60;

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly RATE_LIMIT_FORM: number = 600;

  @Transform(integer)
  @IsInt()
  @Min(0)
  readonly RATE_LIMIT_ANONYMOUS: number = 300;

  get isProduction(): boolean {
    return this.ENVIRONMENT === 'production';
  }

  /** No `DATABASE_URL`: Postgres and Supabase run inside this process. */
  get embedded(): boolean {
    return this.DATABASE_URL === undefined;
  }

  /** The address under which visitors and mail readers reach this server, without a trailing slash. */
  get backendUrl(): string {
    return (this.BACKEND_URL ?? `http://localhost:${this.PORT}`).replace(/\/+$/, '');
  }

  /** The master keys: the one that writes, then former ones, which only read. */
  get masterKeys(): [Buffer, ...Buffer[]] {
    if (!this.SECRET_MASTER_KEY) throw new Error('SECRET_MASTER_KEY is not set');
    const former = this.SECRET_MASTER_KEYS_PREVIOUS.map((digits) => Buffer.from(digits, 'hex'));
    return [Buffer.from(this.SECRET_MASTER_KEY, 'hex'), ...former];
  }

  /** A 32-byte key for one purpose, derived from the master key (HKDF-SHA256, RFC 5869). */
  key(purpose: string): Buffer {
    return this.keys(purpose)[0];
  }

  /** The same from each master key: the first signs, all verify, so that what was signed outlives a rotation. */
  keys(purpose: string): [Buffer, ...Buffer[]] {
    const derived = (master: Buffer) => Buffer.from(hkdfSync('sha256', master, '', purpose, 32));
    const [current, ...former] = this.masterKeys;
    return [derived(current), ...former.map(derived)];
  }

  /** Whether this process plays the role. */
  plays(role: 'web' | 'worker' | 'clock'): boolean {
    return this.ROLES.includes(role);
  }
}
