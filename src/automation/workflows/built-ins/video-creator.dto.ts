import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsString, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';

/** What a video is to be about. */
export class VideoIdea {
  /** @example 'Sourdough in three minutes' */
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  title!: string;

  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  description?: string;

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(30)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  tags?: string[];
}

export class RunVideoCreator {
  /** Up to 50 ideas; each becomes a video of its own. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @EachIs(() => VideoIdea)
  contentIdeas!: VideoIdea[];
}

export class QueuedVideos {
  /** @example 'AI Video Creator workflow queued.' */
  detail!: string;
  /** The instances, one for each idea, in their order. */
  execution_ids!: string[];
}
