import { IsString, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { QueryBoolean } from '#platform/http/query';

export class LogoQuery {
  /** @example 'Logo on dark' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name: string = 'Logo';

  /** Whether the brand uses it from now on; the first one is used anyhow. */
  @QueryBoolean()
  primary?: boolean;
}

/** A logo of the brand. */
export class Logo {
  id!: string;
  /** @example 'Logo on dark' */
  name!: string;
  /** What its file is; null where another program has added it and there is no file here. @example 'image/png' */
  content_type!: string | null;
  /** Size of its file. @example 12345 */
  bytes!: number | null;
  /** Where it lies, if somewhere else. */
  url!: string | null;
  /** Whether the brand uses it. */
  is_primary!: boolean;
  /** @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
}

export class LogoDeleted {
  deleted!: true;
}
