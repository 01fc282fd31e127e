import type { Insertable, Selectable, Updateable } from 'kysely';
import { given } from '#kernel/given';
import { newId } from '#kernel/ids';
import { withoutUndefined } from '#kernel/without-undefined';
import type { CampaignsTable } from '#platform/database/schema.generated';
import type { CampaignStatus } from './campaign-state.js';
import { campaignType } from './campaign-type.js';
import type { Campaign } from './campaign.answers.dto.js';
import type { ApprovalState } from './approvals/approval-state.js';
import { storedAudience } from './audiences/stored-audience.js';
import type { CampaignFields, NewCampaign } from './campaign.dto.js';
import type { CampaignPlan } from './plan/campaign-plan.js';
import { startDateOf } from './schedule/campaign-schedule.js';
import type { CampaignSchedule } from './schedule/campaign-schedule.dto.js';

export type CampaignRow = Selectable<CampaignsTable>;

/** A row as the API shows it: numbers as numbers, absent objects as empty ones. */
export function toCampaign(row: CampaignRow): Campaign {
  const settings = objectOf(row.settings);
  const { audience, ...otherSettings } = settings;
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    status: (row.status ?? 'draft') as CampaignStatus,
    description: row.description,
    channel: row.channel,
    channels: Array.isArray(row.channels) ? row.channels.filter((name) => typeof name === 'string') : [],
    budget_allocated: numberOf(row.budget_allocated),
    total_budget: numberOf(row.total_budget),
    budget_spent: numberOf(row.budget_spent) ?? 0,
    over_budget: row.over_budget_at !== null,
    primary_objective: row.primary_objective,
    target_audience: audienceInWords(row.target_audience),
    audience: storedAudience(audience),
    content: objectOf(row.content),
    settings: otherSettings,
    metrics: objectOf(row.metrics),
    demographics: objectOf(row.demographics),
    kpi_targets: objectOf(row.kpi_targets),
    budget_breakdown: objectOf(row.budget_breakdown),
    compliance_checklist: objectOf(row.compliance_checklist),
    start_date: row.start_date,
    end_date: row.end_date,
    schedule: row.schedule as CampaignSchedule | null,
    next_run_at: row.next_run_at,
    run_at: row.run_at,
    parent_campaign_id: row.parent_campaign_id,
    approval_required: row.approval_required,
    approval_state: row.approval_state as ApprovalState,
    plan: row.plan as CampaignPlan | null,
    launched_at: row.launched_at,
    completed_at: row.completed_at,
    created_by: row.created_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** A new row: a draft whose main channel is the one named, the first listed, or the one its type implies. */
export function newRow(ownerId: string, campaign: NewCampaign): Insertable<CampaignsTable> {
  const type = campaignType(campaign.type ?? 'email');
  const implied = type === 'email' || type === 'social' || type === 'content' ? [type] : [];
  const channels = campaign.channels ?? (campaign.channel === undefined ? implied : [campaign.channel]);
  return {
    ...(changedColumns({ ...campaign, channels }, {}) as Partial<Insertable<CampaignsTable>>),
    id: newId(),
    created_by: ownerId,
    name: campaign.name,
    type,
    channel: campaign.channel ?? channels[0] ?? type,
  };
}

/** The columns that the given fields change; `settings` keeps the audience beside what clients keep there. */
export function changedColumns(
  fields: CampaignFields & { name?: string },
  old: Partial<Campaign>,
): Updateable<CampaignsTable> {
  return withoutUndefined({
    name: fields.name,
    description: fields.description,
    type: fields.type === undefined ? undefined : campaignType(fields.type),
    channel: fields.channel,
    channels: json(fields.channels),
    primary_objective: given(fields.primary_objective, fields.objective),
    target_audience:
      typeof fields.target_audience === 'string' ? fields.target_audience : json(fields.target_audience),
    budget_allocated: given(fields.budget_allocated, fields.budget),
    total_budget: given(fields.total_budget, fields.budget),
    start_date: startDateOf(fields),
    end_date: fields.end_date,
    schedule: scheduleOf(fields),
    approval_required: fields.approval_required,
    content: json(fields.content),
    settings: json(settingsWithAudience(fields, old)),
    demographics: json(fields.demographics),
    kpi_targets: json(fields.kpi_targets),
    budget_breakdown: json(fields.budget_breakdown),
    compliance_checklist: json(fields.compliance_checklist),
  });
}

/** A start date alone takes the place of the schedule there was. */
function scheduleOf({ schedule, start_date }: CampaignFields): string | null | undefined {
  if (schedule === undefined) return start_date === undefined ? undefined : null;
  return schedule && JSON.stringify(schedule);
}

function json(value: object | null | undefined): string | null | undefined {
  return value && JSON.stringify(value);
}

function settingsWithAudience(
  { settings, audience }: CampaignFields,
  old: Partial<Campaign>,
): object | undefined {
  if (settings === undefined && audience === undefined) return undefined;
  return { ...given(settings, old.settings), audience: audience ?? old.audience ?? {} };
}

function audienceInWords(text: string | null): Campaign['target_audience'] {
  if (text === null || !text.startsWith('{')) return text;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return text;
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

const numberOf = (value: string | null) => (value === null ? null : Number(value));
