import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** A wish to have a campaign approved. */
export class ApprovalRequest {
  /** What the approver should know. @example 'Prices are those of January' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  note?: string;
}

/** That a campaign may be launched as it is. */
export class Approve {
  /** @example 'Good to go' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  comment?: string;
}

/** That a campaign may not be launched as it is, and why. */
export class Reject {
  /** @example 'The offer ended last week' */
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  comment!: string;
}

/** What you ask of all campaigns that say nothing of their own. */
export class ApprovalPolicy {
  /** Whether a campaign may only be launched once it is approved. */
  @IsBoolean()
  approval_required!: boolean;

  /** Whether whoever has asked for approval cannot give it, so that one of `approvers` must. */
  @MayBeLeftOut()
  @IsBoolean()
  four_eyes: boolean = false;

  /** Ids of users who may approve your campaigns: they see what waits for them under `/api/campaign-approvals`. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  approvers: string[] = [];
}

/** A request for approval, and what came of it. */
export class CampaignApproval {
  id!: string;
  campaign_id!: string;
  /** `superseded` when it was asked for again before it was decided. @example 'approved' */
  state!: 'requested' | 'approved' | 'rejected' | 'superseded';
  requested_by!: string;
  note!: string | null;
  /** Who decided. */
  decided_by!: string | null;
  comment!: string | null;
  decided_at!: string | null;
  created_at!: string;
}
