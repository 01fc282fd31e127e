import { ApiProperty } from '@nestjs/swagger';
import type { CampaignStatus } from './campaign-state.js';
import type { CampaignType } from './campaign-type.js';
import { Audience } from './campaign.dto.js';
import { TextOrObject } from './object-or-text.validator.js';
import type { ApprovalState } from './approvals/approval-state.js';
import type { CampaignPlan } from './plan/campaign-plan.js';
import { CampaignSchedule } from './schedule/campaign-schedule.dto.js';

/** A campaign. */
export class Campaign {
  id!: string;
  /** @example 'Spring news' */
  name!: string;
  /** @example 'email' */
  type!: CampaignType;
  /** @example 'draft' */
  status!: CampaignStatus;
  description!: string | null;
  /** @example 'email' */
  channel!: string;
  /** @example ['email'] */
  channels!: string[];
  /** A run is paid out of the budget of its series, and usually has none of its own. */
  budget_allocated!: number | null;
  total_budget!: number | null;
  /** The sum of what was recorded at `/spend`, and of what AI has cost for it; with what its runs have cost. */
  budget_spent!: number;
  /** Whether more was spent than `budget_allocated`. */
  over_budget!: boolean;
  primary_objective!: string | null;
  /** Text, or the object that was given. */
  @TextOrObject({ required: true, nullable: true })
  target_audience!: string | Record<string, unknown> | null;
  audience!: Audience;
  content!: Record<string, unknown>;
  settings!: Record<string, unknown>;
  metrics!: Record<string, unknown>;
  demographics!: Record<string, unknown>;
  kpi_targets!: Record<string, unknown>;
  budget_breakdown!: Record<string, unknown>;
  compliance_checklist!: Record<string, unknown>;
  start_date!: string | null;
  end_date!: string | null;
  schedule!: CampaignSchedule | null;
  /** When it is taken up next; null while nothing is due. */
  next_run_at!: string | null;
  /** The time of the schedule that this run is for; null for what is no run. */
  run_at!: string | null;
  /** The recurring campaign this is a run of, or the one it belongs to. */
  parent_campaign_id!: string | null;
  /** Null: as your policy says. */
  approval_required!: boolean | null;
  /** Of the campaign as it is now; every change of what is planned makes it `none`. @example 'none' */
  approval_state!: ApprovalState;
  launched_at!: string | null;
  completed_at!: string | null;
  created_by!: string;
  /** Audience, schedule, channels, content and settings as the launch froze them; null before. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  plan!: CampaignPlan | null;
  /** @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
  updated_at!: string;
}

/** The campaigns a bulk request has made. */
export class CreatedCampaigns {
  /** @example 2 */
  created!: number;
  campaigns!: Campaign[];
}

/** A campaign that is gone. */
export class DeletedCampaign {
  /** @example true */
  deleted!: boolean;
  id!: string;
}
