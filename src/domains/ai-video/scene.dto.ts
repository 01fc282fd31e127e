import { Type } from 'class-transformer';
import {
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

export const VIDEO_PLATFORMS = ['YouTubeShort', 'TikTok', 'Reels', 'Landscape'] as const;
export type VideoPlatform = (typeof VIDEO_PLATFORMS)[number];

const COLOUR = { message: 'must be a colour such as #FF5722' };

/** How the video is to look. */
export class BrandKit {
  /** @example '#FF5722' */
  @Matches(/^#[0-9a-fA-F]{3,8}$/, COLOUR)
  primary_color: string = '#FF5722';

  /** @example '#FFC107' */
  @Matches(/^#[0-9a-fA-F]{3,8}$/, COLOUR)
  secondary_color: string = '#FFC107';

  /** @example 'https://example.com/logo.png' */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  logo_url: string | null = null;

  /** @example 'Inter' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  font_family: string = 'Inter';
}

/** One scene of a video. */
export class Scene {
  /** What is to be seen. @example 'A baker takes a loaf out of a stone oven, warm light, close-up' */
  @IsString()
  @MinLength(1)
  @MaxLength(1_500)
  visual!: string;
  /** At most five words on the screen. @example 'Fresh every morning' */
  @ValidateIf((_, words) => words !== null)
  @IsString()
  @MaxLength(120)
  text_overlay!: string | null;
  /** Seconds, 1 to 8. */
  @IsInt()
  @Min(1)
  @Max(8)
  @Type(() => Number)
  duration!: number;
  /** @example 'Crackling crust' */
  @ValidateIf((_, cue) => cue !== null)
  @IsString()
  @MaxLength(300)
  audio_cue!: string | null;
  /** How it is taken: framing, angle, movement of the camera. @example 'Close-up, slow push in' */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  shot: string | null = null;
  /** What a voice says while it is seen, word for word. @example 'We bake it at four in the morning.' */
  @IsOptional()
  @IsString()
  @MaxLength(600)
  narration: string | null = null;
}

/** A scene with all its parts: plans that were kept before scenes had shots and words to be said lack these. */
export function wholeScene({
  visual,
  text_overlay,
  duration,
  audio_cue,
  ...later
}: Pick<Scene, 'visual' | 'text_overlay' | 'duration' | 'audio_cue'> & Partial<Scene>): Scene {
  const { shot = null, narration = null } = later;
  return { visual, text_overlay, duration, audio_cue, shot, narration };
}

/** Upright for the networks of short videos. */
export function aspectOf(platform: string): '9:16' | '16:9' {
  return platform === 'Landscape' ? '16:9' : '9:16';
}
