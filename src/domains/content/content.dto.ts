import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { IsInstant } from '#platform/http/instant.validator';
import { IsJsonObject } from '#platform/http/json-object.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { QueryInt } from '#platform/http/query';
import { ACCEPTED_TYPES, contentType, platformId } from './kinds/content-kind.js';
import { IsPlatform } from './kinds/platform.validator.js';
import { CONTENT_STATUSES, type ContentStatus } from './publishing/content-state.js';

const trimmed = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' ? value.trim() : value,
);
const named = (meaning: (name: string) => string) =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? meaning(value) : value));
const byItsType = named(contentType);
const byItsPlatform = named(platformId);

/** The words of a piece of content. */
export class ContentWords {
  /** @example 'Ten ideas for a spring garden' */
  @MayBeLeftOut()
  @IsString()
  @trimmed
  @MinLength(1)
  @MaxLength(300)
  title?: string;

  /** Markdown or plain text; made of `html_content` where only that is given. @example 'Spring begins **below** the ground.' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100_000)
  content?: string;

  /** HTML; scripts, forms, frames and whatever else could do harm are left out. Made of `content` where only that is given. */
  @IsOptional()
  @IsString()
  @MaxLength(200_000)
  html_content?: string | null;

  /** What the reader is asked to do. @example 'Order your seeds today' */
  @IsOptional()
  @IsString()
  @MaxLength(300)
  cta?: string | null;

  /** What search engines show below the title. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  meta_description?: string | null;

  /** What it is to be found by, the most important first. @example ['spring garden'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(100, { each: true })
  keywords?: string[];
}

/** What may be said of a piece of content. */
export class ContentFields extends ContentWords {
  /**
   * Where it is to appear: linkedin, twitter, facebook, instagram, youtube, tiktok, pinterest, threads, snapchat, blog, email,
   * newsletter, website or reddit. `Twitter/X`, `LinkedIn` and other spellings are understood.
   * @example 'LinkedIn'
   */
  @IsOptional()
  @byItsPlatform
  @IsPlatform()
  platform?: string | null;

  /** What it is to achieve and say, by keys of your own. @example { "topic": "Spring garden", "tone": "friendly" } */
  @MayBeLeftOut()
  @IsJsonObject()
  brief?: Record<string, unknown>;

  /** @example 'People with their first garden' */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  target_audience?: string | null;

  /** @example ['garden', 'spring'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(100, { each: true })
  tags?: string[];

  /** One of your campaigns. */
  @IsOptional()
  @IsUUID()
  campaign_id?: string | null;

  /** Whatever else is known, by keys of your own. */
  @MayBeLeftOut()
  @IsJsonObject()
  metadata?: Record<string, unknown>;
}

/** A new piece of content; it starts as a draft. */
export class NewContent extends ContentFields {
  /** What it is; answers name it by the first five. May be named `content_type` instead. @example 'blog_post' */
  @ValidateIf(({ type, content_type }: NewContent) => type !== undefined || content_type === undefined)
  @byItsType
  @IsIn(ACCEPTED_TYPES)
  type?: string;

  /** Another name of `type`. */
  @MayBeLeftOut()
  @byItsType
  @IsIn(ACCEPTED_TYPES)
  content_type?: string;
}

/** What changes about a piece of content; what is left out stays, null clears. */
export class ContentChanges extends ContentFields {
  @MayBeLeftOut()
  @byItsType
  @IsIn(ACCEPTED_TYPES)
  content_type?: string;
}

/** Which content is wanted; every condition must hold. */
export class LibraryQuery extends PageQuery {
  /** @example 'blog_post' */
  @IsOptional()
  @byItsType
  @IsIn(ACCEPTED_TYPES)
  content_type?: string;

  /** @example 'linkedin' */
  @IsOptional()
  @byItsPlatform
  @IsPlatform()
  platform?: string;

  @IsOptional()
  @IsIn(CONTENT_STATUSES)
  status?: ContentStatus;

  /** Only what has this tag. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  tag?: string;

  @IsOptional()
  @IsUUID()
  campaign_id?: string;

  /** Only what has all these words, or beginnings of words, in its title or text. @example 'spring gard' */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(/[\p{L}\p{N}]/u, { message: 'q must contain a word' })
  q?: string;

  /** Only what was made then or later. @example '2026-11-01' */
  @IsOptional()
  @IsInstant()
  created_from?: string;

  /** Only what was made before. @example '2026-12-01T00:00:00Z' */
  @IsOptional()
  @IsInstant()
  created_to?: string;
}

/** A text to be measured; nothing of it is kept. */
export class TextToMeasure extends ContentWords {
  /** @example 'blog_post' */
  @MayBeLeftOut()
  @byItsType
  @IsIn(ACCEPTED_TYPES)
  content_type?: string;

  /** @example 'linkedin' */
  @IsOptional()
  @byItsPlatform
  @IsPlatform()
  platform?: string | null;
}

export class SimilarQuery {
  /** The least similarity, in percent. */
  @QueryInt(0, 100)
  least: number = 80;
}
