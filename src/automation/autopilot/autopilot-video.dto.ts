import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { BrandKit, VIDEO_PLATFORMS, type VideoPlatform } from '#domains/ai-video/scene.dto';

/** A video that is planned and made without a look in between. */
export class AutopilotVideo {
  /** Your own id: videos are paid for with your key. */
  @IsUUID()
  user_id!: string;

  @IsUUID()
  campaign_id!: string;

  /** @example 'Get bakers to try our flour' */
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  goal!: string;

  @IsIn(VIDEO_PLATFORMS)
  platform: VideoPlatform = 'YouTubeShort';

  /** Seconds. */
  @IsInt()
  @Min(8)
  @Max(120)
  duration_s: number = 8;

  /** Of the words on the screen. @example 'en' */
  @Matches(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, {
    message: 'language must be a tag such as en or pt-BR',
  })
  language: string = 'en';

  @ValidateNested()
  @Type(() => BrandKit)
  brand_kit: BrandKit = new BrandKit();
}

/** What became of the wish; `skipped` where it may not be made now. */
export class AutopilotOutcome {
  status!: 'skipped' | 'generating' | 'failed';
  /** @example 'no_api_key' */
  reason?: string;
  /** A sentence about the reason. */
  message?: string;
  project_id?: string;
  campaign_id?: string;
  /** US dollars. @example 3.2 */
  estimated_cost?: number;
}
