import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
} from 'class-validator';

/** Which images of a video are to be made. */
export class MakeImages {
  @IsUUID()
  project_id!: string;

  /** One for each scene, in their order: as many as a plan may have. @example ['A baker takes a loaf out of a stone oven'] */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(60)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(2_000, { each: true })
  scene_descriptions!: string[];
}

export class VideoImages {
  project_id!: string;
  /** In the order of the descriptions; null where an image could not be made, or not within three minutes. */
  image_urls!: (string | null)[];
  /** US dollars for those that were made. @example 0.117 */
  cost_usd!: number;
}
