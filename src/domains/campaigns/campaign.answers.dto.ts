import type { CampaignStatus } from './campaign-state.js';
import type { CampaignType } from './campaign-type.js';
import { Audience } from './campaign.dto.js';
import { TextOrObject } from './object-or-text.validator.js';

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
  budget_allocated!: number | null;
  total_budget!: number | null;
  budget_spent!: number;
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
  launched_at!: string | null;
  completed_at!: string | null;
  created_by!: string;
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
