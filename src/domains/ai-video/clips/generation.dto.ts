import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

const WEB = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };
const ASPECTS = ['9:16', '16:9'] as const;

/** What is to be filmed. */
export class GenerateVideo {
  @IsUUID()
  project_id!: string;

  /** @example 'Scene 1: A baker takes a loaf out of a stone oven (4s). Learn more!' */
  @IsString()
  @MinLength(1)
  @MaxLength(150_000)
  final_prompt!: string;

  /** An image that the video begins with, one of `image_urls` or any other. */
  @IsOptional()
  @IsUrl(WEB)
  @MaxLength(2_000)
  image_url?: string | null;

  /** An image that the video ends with: with `image_url`, and for at most 8 seconds. */
  @IsOptional()
  @IsUrl(WEB)
  @MaxLength(2_000)
  last_frame_url?: string | null;

  /** Up to three images of a product, a person or a place that the video is to show; not with `image_url`. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(3)
  @IsUrl(WEB, { each: true })
  @MaxLength(2_000, { each: true })
  reference_image_urls?: string[];

  /** That of the project's platform when left out. */
  @MayBeLeftOut()
  @IsIn(ASPECTS)
  aspect_ratio?: (typeof ASPECTS)[number];

  /**
   * Whether a video of more than 8 seconds is one film, whose parts go on from one another and so are made one after the
   * other, or several clips to be played in turn. Left out: one film where the model can.
   */
  @MayBeLeftOut()
  @IsBoolean()
  as_one_film?: boolean;

  /** US dollars: nothing is begun that is estimated to cost more. @example 5 */
  @MayBeLeftOut()
  @IsNumber()
  @Min(0)
  max_cost_usd?: number;

  /** The faster model, which costs less. */
  @IsBoolean()
  use_veo_fast: boolean = true;
}

/** How a video is to go on. */
export class ExtendVideo {
  @IsUUID()
  project_id!: string;

  /** What happens in the seven seconds that are added. @example 'The baker cuts the loaf and smiles.' */
  @IsString()
  @MinLength(1)
  @MaxLength(3_000)
  prompt!: string;

  /** US dollars: nothing is begun that is estimated to cost more. @example 5 */
  @MayBeLeftOut()
  @IsNumber()
  @Min(0)
  max_cost_usd?: number;
}

/** A video that is being made. Ask for it at `/ai-video/status/{project_id}`. */
export class StartedGeneration {
  project_id!: string;
  /** @example 'veo3-0198c2f4-7a50-7d59-8a0c-3f2b7d1c9e11' */
  operation_id!: string;
  /** @example 'processing' */
  status!: 'processing';
  /** @example 4 */
  estimated_time_minutes!: number;
  /** US dollars; only what is made is charged. @example 3.2 */
  estimated_cost!: number;
  /** Into how many clips it is divided. */
  clips!: number;
  /** How long it will be, which may be a little more than was asked for. @example 8 */
  seconds!: number;
  /** One film, not several clips. */
  one_film!: boolean;
}
