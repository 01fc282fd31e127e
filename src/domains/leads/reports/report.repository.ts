import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Period } from '#kernel/period';
import { Database } from '#platform/database/database';
import type { Lead, LeadOverview, LeadStats } from '../lead.answers.dto.js';
import { LEAD_COLUMNS, type LeadRow, toLead } from '../lead-row.repository.js';

/** A lead that was qualified stays so while it becomes more. */
const QUALIFIED = sql`status::text in ('qualified', 'opportunity', 'customer', 'converted')`;

interface Group {
  status: string | null;
  campaign_id: string | null;
  form_id: string | null;
  kind: 'all' | 'status' | 'campaign' | 'form';
  leads: number;
  qualified: number;
  score_sum: number;
  scored: number;
}

/** Leads that came in in a period, as they stand today. */
export interface LeadSums {
  readonly leads: number;
  readonly qualified: number;
  /** Mean score of those that have one, 1 to 100; null when none has. */
  readonly average_score: number | null;
}

/** Leads that came in on one day, UTC. */
export interface LeadDay {
  /** As `2026-11-27`. */
  readonly day: string;
  readonly leads: number;
  readonly qualified: number;
}

/** Where an export goes on: the sort key of the last lead written. */
export interface ExportPosition {
  createdAt: string;
  id: string;
}

/** Sums and walks over all leads of an owner. */
@Injectable()
export class ReportRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads');
  }

  async overview(ownerId: string): Promise<LeadOverview> {
    const { rows } = await sql<{ total: number; fresh: number; qualified: number }>`
      select count(*) as total, count(*) filter (where coalesce(status, 'new') = 'new') as fresh,
        count(*) filter (where ${QUALIFIED}) as qualified
      from leads where created_by = ${ownerId}`.execute(this.tables);
    const { total, fresh, qualified } = rows[0] ?? { total: 0, fresh: 0, qualified: 0 };
    return {
      total_leads: total,
      new_leads: fresh,
      qualified_leads: qualified,
      conversion_rate: total === 0 ? 0 : qualified / total,
    };
  }

  /** One pass over the leads of the owner, or of one campaign. */
  async stats(ownerId: string, campaignId: string | undefined): Promise<LeadStats> {
    const ofCampaign = campaignId === undefined ? sql`` : sql`and campaign_id = ${campaignId}`;
    const { rows } = await sql<Group>`
      select coalesce(status::text, 'new') as status, campaign_id, form_id,
        case grouping(status, campaign_id, form_id)
          when 7 then 'all' when 3 then 'status' when 5 then 'campaign' else 'form' end as kind,
        count(*) as leads,
        count(*) filter (where ${QUALIFIED}) as qualified,
        coalesce(sum(lead_score), 0)::float8 as score_sum, count(*) filter (where lead_score > 0) as scored
      from leads where created_by = ${ownerId} ${ofCampaign}
      group by grouping sets ((), (status), (campaign_id), (form_id))`.execute(this.tables);
    return toStats(rows);
  }

  async sums(ownerId: string, { from, to }: Period): Promise<LeadSums> {
    const { rows } = await sql<LeadSums>`
      select count(*)::int as leads, count(*) filter (where ${QUALIFIED})::int as qualified,
        (avg(lead_score) filter (where lead_score > 0))::float8 as average_score
      from leads where created_by = ${ownerId} and created_at >= ${from}::timestamptz and created_at < ${to}::timestamptz`.execute(
      this.tables,
    );
    return rows[0] ?? { leads: 0, qualified: 0, average_score: null };
  }

  /** Oldest first; days without leads are left out. */
  async daily(ownerId: string, { from, to }: Period): Promise<LeadDay[]> {
    const { rows } = await sql<LeadDay>`
      select to_char(created_at at time zone 'utc', 'YYYY-MM-DD') as day, count(*)::int as leads,
        count(*) filter (where ${QUALIFIED})::int as qualified
      from leads where created_by = ${ownerId} and created_at >= ${from}::timestamptz and created_at < ${to}::timestamptz
      group by 1 order by 1`.execute(this.tables);
    return rows;
  }

  /** The next leads of an export, newest first. */
  async exportPage(ownerId: string, after: ExportPosition | null, limit: number): Promise<Lead[]> {
    const rest = after
      ? sql`and (leads.created_at, leads.id) < (${after.createdAt}::timestamptz, ${after.id}::uuid)`
      : sql``;
    const { rows } = await sql<LeadRow>`
      select row_to_json(lead)::text as json from (
        select ${LEAD_COLUMNS} from leads where created_by = ${ownerId} ${rest}
        order by leads.created_at desc, leads.id desc limit ${limit}
      ) lead`.execute(this.tables);
    return rows.map(toLead);
  }
}

function toStats(groups: readonly Group[]): LeadStats {
  const all = groups.find(({ kind }) => kind === 'all');
  const counts = (kind: Group['kind'], key: 'status' | 'campaign_id' | 'form_id') => {
    const found: Record<string, number> = {};
    for (const group of groups)
      if (group.kind === kind)
        found[group[key] ?? 'unknown'] = (found[group[key] ?? 'unknown'] ?? 0) + group.leads;
    return found;
  };
  const total = all?.leads ?? 0;
  return {
    total_leads: total,
    by_status: counts('status', 'status'),
    by_campaign: counts('campaign', 'campaign_id'),
    by_form: counts('form', 'form_id'),
    average_score: all && all.scored > 0 ? hundredths(all.score_sum / all.scored) : 0,
    qualified_leads: all?.qualified ?? 0,
    conversion_rate: all && total > 0 ? hundredths((all.qualified / total) * 100) : 0,
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
