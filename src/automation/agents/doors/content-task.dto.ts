import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { Provenance } from '#platform/ai/provenance.dto';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** What is to be written, in either of two forms: by `title` and `target_audience`, or by `topic` and `audience`. */
export class GenerateContent {
  /** What it is about. May be named `topic` instead. @example 'Spring sale of garden tools' */
  @ValidateIf(({ title, topic }: GenerateContent) => title !== undefined || topic === undefined)
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  title?: string;

  /** Another name of `title`. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  topic?: string;

  /** Whom it is for. May be named `audience` instead. @example 'people with a small garden' */
  @ValidateIf(
    ({ target_audience, audience }: GenerateContent) =>
      target_audience !== undefined || audience === undefined,
  )
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  target_audience?: string;

  /** Another name of `target_audience`. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  audience?: string;

  /** `blog`, `email`, `social`, `ad_copy` or `landing_page`; a post where it is left out. @example 'blog' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(50)
  content_type?: string;

  /** A network, `email`, `blog`, `newsletter` or `website`. @example 'LinkedIn' */
  @IsString()
  @MinLength(1)
  @MaxLength(50)
  platform!: string;

  /** What has to be said. @example ['A fifth off all spades'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(1_000, { each: true })
  key_messages?: string[];

  /** @example 'casual' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  tone: string = 'professional';

  /** About 300, 800 or 1,500 words, where the place has no limit of its own. */
  @MayBeLeftOut()
  @IsIn(['short', 'medium', 'long'])
  length: 'short' | 'medium' | 'long' = 'medium';

  /** What it is to be found by, the most important first. @example ['garden tools'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(100, { each: true })
  keywords?: string[];

  /** What the reader is asked to do. @example 'Order today' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  cta?: string;

  /** The same as the content agent takes it. */
  toTask(): object {
    const { title, topic, target_audience, audience, content_type = 'social', ...more } = this;
    return {
      ...more,
      content_type:
        content_type === 'social' && IS_NO_POST.has(this.platform.toLowerCase())
          ? this.platform
          : content_type,
      title: title ?? topic,
      target_audience: target_audience ?? audience,
    };
  }
}

/** Places whose name says what is written for them. */
const IS_NO_POST: ReadonlySet<string> = new Set(['email', 'blog']);

/** Another title for what was written. */
export class TitleVariation {
  /** @example 'Ten tools your garden is missing' */
  title!: string;
  /** 0 to 100, by rules. @example 72 */
  score!: number;
}

/** A piece of the library that says nearly the same. */
export class NearDuplicate {
  id!: number;
  title!: string;
  /** 0 to 1. @example 0.91 */
  similarity!: number;
}

/** Where what was written is against the brand. */
export class BrandViolation {
  /** @example 'banned-phrase' */
  rule!: string;
  /** @example 'best in class' */
  found!: string;
  suggestion!: string;
}

/** What was written, as the library keeps it. */
export class GeneratedContent {
  /** @example 42 */
  id!: number;
  title!: string;
  /** The text: Markdown or plain. */
  generated_content!: string;
  /** The same as `generated_content`. */
  content!: string;
  html_content!: string;
  variations!: TitleVariation[];
  /** 0 to 100; null for what no search engine reads. @example 80 */
  seo_score!: number | null;
  /** Flesch reading ease, 0 to 100; null where it cannot be told. @example 62 */
  readability_score!: number | null;
  /** 0 to 1, by a formula. @example 0.75 */
  engagement_prediction!: number | null;
  tags!: string[];
  /** @example 'blog_post' */
  content_type!: string;
  /** @example 'blog' */
  platform!: string | null;
  /** @example 'draft' */
  status!: string;
  near_duplicates!: NearDuplicate[];
  brand_violations!: BrandViolation[];
  /** False when templates wrote it, because no provider is configured. */
  ai!: boolean;
  /** The prediction is an estimate. @example true */
  estimated!: boolean;
  provenance!: Provenance;
}

/** What headlines are wanted for. */
export class GenerateHeadlines {
  /** @example 'spring sale of garden tools' */
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  topic!: string;

  /** How many. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(20)
  count: number = 5;
}

/** Headlines, none twice. */
export class GeneratedHeadlines {
  headlines!: string[];
  /** 0 to 100 for each, by rules. */
  scores!: number[];
  topic!: string;
  /** False when templates wrote them, because no provider is configured. */
  ai!: boolean;
  provenance!: Provenance;
}
