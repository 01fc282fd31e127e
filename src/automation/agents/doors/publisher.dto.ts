import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsISO8601,
  IsString,
  IsUrl,
  MaxLength,
  MinLength,
} from 'class-validator';
import { Provenance } from '#platform/ai/provenance.dto';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { BLOTATO_PLATFORMS } from '#platform/publishing/blotato';
import type { RunStatus } from '../runs/run.js';

const ADDRESS = { protocols: ['http', 'https'], require_protocol: true };

/** A short video to be made and published. */
export class PublishVideo {
  /** What it is about. @example 'Our spring sale: all bicycles 20 % off until Sunday.' */
  @IsString()
  @MinLength(1)
  @MaxLength(5_000)
  prompt!: string;

  /** @example 'Spring sale' */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  title!: string;

  /** The text beside the video, cut to what the network takes; the title when left out. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(70_000)
  caption?: string;

  /** Put behind the caption as far as they fit. @example ['bicycles'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(30)
  @IsString({ each: true })
  hashtags?: string[];

  /** Music for all of it; json2video fetches it. */
  @MayBeLeftOut()
  @IsUrl(ADDRESS)
  @MaxLength(2_048)
  music_url?: string;

  /** A video to begin with; json2video fetches it. */
  @MayBeLeftOut()
  @IsUrl(ADDRESS)
  @MaxLength(2_048)
  intro_url?: string;

  /** @example 'instagram' */
  @IsIn(BLOTATO_PLATFORMS)
  platform!: (typeof BLOTATO_PLATFORMS)[number];

  /** The account to publish on, as Blotato names it. @example '4711' */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  account_id!: string;

  /** Facebook: the page of that account. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  page_id?: string;

  /** When to publish; at once when left out. @example '2026-12-01T09:00:00Z' */
  @MayBeLeftOut()
  @IsISO8601({ strict: true })
  scheduled_time?: string;
}

/** One scene of the video. */
export class PublishedScene {
  /** @example 'All bicycles 20 % off.' */
  text!: string;
  /** @example 5 */
  seconds!: number;
}

/** A video that was made and handed over. */
export class PublishedPost {
  /** @example 'published' */
  status!: 'published' | 'scheduled';
  /** @example 'instagram' */
  platform!: (typeof BLOTATO_PLATFORMS)[number];
  title!: string;
  /** As it was posted, with its hashtags. */
  caption!: string;
  /** Whether the network takes less than there was. */
  caption_truncated!: boolean;
  scenes!: PublishedScene[];
  /** As json2video names the video. */
  project_id!: string;
  video_url!: string;
  /** As Blotato names the post. */
  submission_id!: string;
  scheduled_time!: string | null;
  /** False when the script was written by rules, because no provider is configured. */
  ai!: boolean;
  provenance!: Provenance;
}

/** What has come of it so far: follow it at `/api/agents/runs/{task_id}`. */
export class PublishedVideo {
  task_id!: string;
  /** @example 'completed' */
  status!: RunStatus;
  /** Null while it is not done. */
  output!: PublishedPost | null;
}
