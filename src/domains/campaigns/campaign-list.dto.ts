import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { EachIs } from '#platform/http/each-is.decorator';
import { CAMPAIGN_STATUSES, type CampaignStatus } from './campaign-state.js';
import { ACCEPTED_TYPES } from './campaign-type.js';
import { NewCampaign } from './campaign.dto.js';

/** Several campaigns at once: all of them are made, or none. */
export class NewCampaigns {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @EachIs(() => NewCampaign)
  campaigns!: NewCampaign[];
}

/** Which campaigns are wanted. */
export class CampaignQuery extends PageQuery {
  /** Only those with this status. */
  @IsOptional()
  @IsIn(CAMPAIGN_STATUSES)
  status?: CampaignStatus;

  /** Only those of this type. */
  @IsOptional()
  @IsIn(ACCEPTED_TYPES)
  type?: string;

  /** The runs of this recurring campaign; without it runs are left out. */
  @IsOptional()
  @IsUUID()
  runs_of?: string;
}

/** What the copy is called. */
export class CampaignCopy {
  /** The name with ` (Copy)` behind it when left out. @example 'Summer news' */
  @MayBeLeftOut()
  @IsString()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @MinLength(1)
  @MaxLength(200)
  name?: string;
}
