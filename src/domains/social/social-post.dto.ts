import { OmitType, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { digits } from '#platform/http/query';
import { EachIs } from '#platform/http/each-is.decorator';
import { POST_STATUSES, type PostStatus } from './social-post.answers.dto.js';

/** Of the many dates of ISO 8601, those that say a moment and that Postgres reads too. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/;

/** A post that answers the one before it. */
export class NewThreadPart {
  /** At most as long as the network takes. @example 'First: feed the starter the evening before.' */
  @IsString()
  @MinLength(1)
  @MaxLength(63_206)
  content!: string;

  /** Pictures and videos by their addresses. @example ['https://example.com/starter.jpg'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }, { each: true })
  @MaxLength(2_000, { each: true })
  media_urls?: string[];
}

/** A post to be kept: a draft, or scheduled when it has a time. */
export class NewSocialPost {
  /** Any name of the network. @example 'linkedin' */
  @IsString()
  @MaxLength(50)
  platform!: string;

  /** At most as long as the network takes, hashtags included. @example 'Three things we learned from a thousand loaves.' */
  @IsString()
  @MinLength(1)
  @MaxLength(63_206)
  content!: string;

  /** Those beyond what works on the network are left out. @example ['Sourdough'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(30)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  hashtags?: string[];

  /** Pictures and videos by their addresses. @example ['https://example.com/loaf.jpg'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }, { each: true })
  @MaxLength(2_000, { each: true })
  media_urls?: string[];

  /** Posts that follow it, each an answer to the one before, where the network has threads. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(24)
  @EachIs(() => NewThreadPart)
  thread?: NewThreadPart[];

  /** A moment to come, with its offset from UTC; makes the post scheduled. @example '2030-12-01T09:00:00Z' */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(MOMENT)
  scheduled_time?: string | null;

  /** One of your campaigns. */
  @IsOptional()
  @IsUUID('all')
  campaign_id?: string | null;

  /** Of the accounts you have connected, the one to post to; any of the network when it is left out. */
  @IsOptional()
  @IsUUID('all')
  account_id?: string | null;
}

/** What is to be changed of a post that is not over; what is left out stays as it is. */
export class ChangedSocialPost extends PartialType(OmitType(NewSocialPost, ['platform'] as const), {
  skipNullProperties: false,
}) {}

/** A post of yours, or a new one, and when it is to go out. */
export class PostToSchedule extends PartialType(OmitType(NewSocialPost, ['scheduled_time'] as const), {
  skipNullProperties: false,
}) {
  /** One of your posts; without it a new one is kept. */
  @MayBeLeftOut()
  @IsUUID('all')
  post_id?: string;

  /** A moment to come, with its offset from UTC. @example '2030-12-01T09:00:00Z' */
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(MOMENT)
  scheduled_time!: string;
}

/** What is to be published at once. */
export class PublishNow {
  /** Publishes a post all the same that may be out already. */
  @MayBeLeftOut()
  @IsBoolean()
  even_if_unknown?: boolean;
}

/** Of what time posts are counted. */
export class PostAnalyticsQuery {
  /** Days until now. */
  @MayBeLeftOut()
  @Transform(digits)
  @IsInt()
  @Min(1)
  @Max(366)
  days: number = 30;
}

/** Which posts are wanted. */
export class SocialPostQuery extends PageQuery {
  /** Only those for one network. */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  platform?: string;

  /** Only those in this state. */
  @IsOptional()
  @IsIn(POST_STATUSES)
  status?: PostStatus;
}
