import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { RetentionSettings } from './retention.settings.js';
import { integer } from './settings.transforms.js';

/** The settings of deleted accounts. */
export class PrivacySettings extends RetentionSettings {
  @Transform(integer)
  @IsInt()
  @Min(0)
  @Max(86_400)
  readonly ERASURE_SETTLE_SECONDS: number = 1_200;
}
