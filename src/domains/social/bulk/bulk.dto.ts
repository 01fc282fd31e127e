import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';
import { NewSocialPost } from '../social-post.dto.js';

/** Posts that are kept together, or none of them. */
export class ManyPosts {
  /** As one post is given. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @EachIs(() => NewSocialPost)
  posts!: NewSocialPost[];

  /** Only says what would become of them; nothing is kept. */
  @MayBeLeftOut()
  @IsBoolean()
  dry_run?: boolean;
}

/** What is wrong with a post. */
export class PostProblem {
  /** The field of the post. @example 'media_urls' */
  path!: string;
  /** @example 'Instagram needs a picture or video with every post: give one (image or video).' */
  message!: string;
}

/** What became of one of many posts, or would. */
export class OneOfMany {
  /** Its place in the list, from 0. @example 0 */
  index!: number;
  ok!: boolean;
  /** Of a draft only what could not be kept; of a scheduled post also what its network would refuse. */
  problems!: PostProblem[];
  /** Null where nothing was kept. */
  post_id!: string | null;
}

/** What became of many posts, or would. */
export class ManyPostsOutcome {
  dry_run!: boolean;
  /** How many could be kept. */
  fit!: number;
  unfit!: number;
  /** How many were kept: all, or none. */
  created!: number;
  results!: OneOfMany[];
}
