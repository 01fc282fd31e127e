import { IsUUID } from 'class-validator';
import { QueryInt } from '#platform/http/query';
import { BrandKit, Scene } from '../scene.dto.js';

/** Which part of the list of projects is wanted. */
export class ProjectQuery {
  /** How many at most. */
  @QueryInt(1, 100)
  limit: number = 20;

  /** How many to skip. */
  @QueryInt(0, 1_000_000)
  offset: number = 0;
}

export class NamedProject {
  @IsUUID()
  project_id!: string;
}

/** What is to be seen when, and the call to action at the end. */
export class KeptPlan {
  scenes!: Scene[];
  /** @example 'Learn more!' */
  final_cta!: string;
}

/** A video and what it is made of. */
export class AiVideoProject {
  id!: string;
  user_id!: string;
  campaign_id!: string | null;
  goal!: string;
  /** `YouTubeShort`, `TikTok`, `Reels` or `Landscape`. */
  platform!: string;
  /** @example 'en' */
  language!: string;
  duration_s!: number;
  brand_kit!: BrandKit;
  scene_plan!: KeptPlan | null;
  /** An image for each scene that was described; null where none could be made. */
  generated_images!: (string | null)[] | null;
  final_prompt!: string | null;
  /** The film, its only clip, or the first of several. */
  video_url!: string | null;
  veo_operation_id!: string | null;
  status!: 'draft' | 'planning' | 'generating_images' | 'generating_video' | 'completed' | 'failed';
  error_message!: string | null;
  /** US dollars for what was made. @example 0.96 */
  cost_usd!: number;
  /** Made by the autopilot, not asked for one by one. */
  auto_generated!: boolean;
  created_at!: string;
  updated_at!: string;
  completed_at!: string | null;
  saved_at!: string | null;
}

export class ProjectList {
  /** Newest first. */
  projects!: AiVideoProject[];
  /** How many there are on all pages. */
  count!: number;
}

/** One clip of a video: its part, or all of it. */
export class VideoClip {
  /** Counted from 0, in the order in which they are played. */
  position!: number;
  seconds!: number;
  status!: 'pending' | 'processing' | 'completed' | 'failed';
  /** Of a film also what the clips before show; their own are let go of then. */
  video_url!: string | null;
  error_message!: string | null;
  /** As that of the project. */
  error_code!: string | null;
  /** It goes on from the clip before. */
  follows!: boolean;
  /** Checksum of the file, hexadecimal. */
  sha256!: string | null;
}

/** How a project is doing. `completed` and `failed` are its ends. */
export class ProjectState {
  project_id!: string;
  status!: 'draft' | 'planning' | 'generating_images' | 'generating_video' | 'completed' | 'failed';
  /** The film, its only clip, or the first of several. */
  video_url!: string | null;
  /** Of 100. */
  progress!: number;
  error_message!: string | null;
  /**
   * Of a video that failed: `refused` (a filter declined), `failed`, `expired`, `late`, `lost`, `image-gone`, `cancelled`, or
   * the code of an error such as `ai/quota-exceeded`. @example 'refused'
   */
  error_code!: string | null;
  /** All clips, in the order in which they are played. */
  clips!: VideoClip[];
  /** US dollars for what was made so far. @example 0.96 */
  cost_usd!: number;
}

export class SavedProject {
  /** @example 'saved' */
  status!: 'saved';
  project_id!: string;
}

export class DeletedProject {
  /** @example 'deleted' */
  status!: 'deleted';
  project_id!: string;
}
