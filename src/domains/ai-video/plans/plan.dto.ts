import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { EachIs } from '#platform/http/each-is.decorator';
import { BrandKit, Scene, VIDEO_PLATFORMS, type VideoPlatform } from '../scene.dto.js';

/** What a video is to be about. */
export class PlanVideo {
  /** @example 'Get bakers to try our flour' */
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  goal!: string;

  @IsIn(VIDEO_PLATFORMS)
  platform!: VideoPlatform;

  /** Seconds. An odd number is made one second longer. @example 8 */
  @IsInt()
  @Min(8)
  @Max(120)
  duration_s!: number;

  /** Of the words on the screen. @example 'en' */
  @Matches(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/, {
    message: 'language must be a tag such as en or pt-BR',
  })
  language: string = 'en';

  @ValidateNested()
  @Type(() => BrandKit)
  brand_kit: BrandKit = new BrandKit();
}

/** A plan as a person wants it. */
export class EditPlan {
  /** Their durations add up to `duration_s` of the project. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(60)
  @EachIs(() => Scene)
  scenes!: Scene[];

  /** @example 'Learn more!' */
  @IsString()
  @MaxLength(200)
  final_cta!: string;
}

/** A plan, kept as a project. */
export class VideoPlan {
  project_id!: string;
  /** Their durations add up to `duration_s`. */
  scenes!: Scene[];
  /** @example 'Learn more!' */
  final_cta!: string;
  /** The words by which it can be filmed. @example 'Scene 1: A baker takes a loaf out of a stone oven (4s). Learn more!' */
  final_prompt!: string;
  /** US dollars; what is made is charged by its seconds and the price of its model. @example 3.2 */
  estimated_cost!: number;
}
