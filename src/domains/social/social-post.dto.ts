import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { POST_STATUSES, type PostStatus } from './social-post.answers.dto.js';

/** Of the many dates of ISO 8601, those that say a moment and that Postgres reads too. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/;

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

  /** A moment to come, with its offset from UTC; makes the post scheduled. @example '2030-12-01T09:00:00Z' */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(MOMENT)
  scheduled_time?: string | null;

  /** One of your campaigns. */
  @IsOptional()
  @IsUUID('all')
  campaign_id?: string | null;
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
