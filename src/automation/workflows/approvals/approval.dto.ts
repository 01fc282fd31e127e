import { IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';

const APPROVAL_STATUSES = ['waiting', 'approved', 'rejected', 'timed_out', 'cancelled'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

export class ApprovalQuery extends PageQuery {
  @IsOptional()
  @IsIn(APPROVAL_STATUSES)
  status?: ApprovalStatus;

  @IsOptional()
  @Matches(/^[\w-]{1,64}$/)
  workflow_id?: string;
}

export class ApprovalDecision {
  @IsIn(['approved', 'rejected'])
  decision!: 'approved' | 'rejected';

  /** Kept with the decision. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  comment?: string;
}

/** Something that a person is asked before an instance goes on. */
export class Approval {
  id!: string;
  workflow_id!: string;
  execution_id!: string;
  step!: string;
  lead_id!: string | null;
  title!: string;
  says!: string | null;
  status!: ApprovalStatus;
  /** When the instance goes on without an answer. */
  expires_at!: string | null;
  reminded_at!: string | null;
  escalated_at!: string | null;
  decided_at!: string | null;
  comment!: string | null;
  created_at!: string;
}
