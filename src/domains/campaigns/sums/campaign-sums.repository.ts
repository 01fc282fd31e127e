import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Period } from '#kernel/period';
import { Database } from '#platform/database/database';
import type { CampaignStatus } from '../campaign-state.js';

const LARGEST = 2;

/** Campaigns of an owner in a period. Money is in the currency the owner keeps it in; null is not measured. */
export interface CampaignSums {
  /** Made before the period was over. */
  readonly campaigns: number;
  /** Running at any time of the period. */
  readonly active: number;
  readonly spend: number | null;
  readonly revenue: number | null;
  /** Mean over the campaigns that have one, in per cent. */
  readonly conversion_rate: number | null;
}

/** All campaigns of an owner as they stand; runs of a recurring campaign are part of it. */
export interface CampaignTally {
  readonly total: number;
  /** A status that none has is left out. */
  readonly by_status: Readonly<Partial<Record<CampaignStatus, number>>>;
  /** The running ones with the largest budgets, at most two. */
  readonly largest_running: readonly { readonly name: string; readonly budget_allocated: number | null }[];
  readonly newest_draft: string | null;
}

/** One pass over the campaigns of an owner. */
@Injectable()
export class CampaignSumsRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('campaigns', 'campaign_metrics');
  }

  /**
   * A campaign whose spend, revenue or conversion rate was recorded day by day counts with the days of the period; one that
   * has only a running total counts with all of it in the period it was launched, and so does each run of one that comes again.
   */
  async of(ownerId: string, { from, to }: Period): Promise<CampaignSums> {
    const { rows } = await sql<CampaignSums>`
      with own as (
        select id, run_at, budget_spent - of_runs as spent, began, ended, began >= ${from}::timestamptz and began < ${to}::timestamptz as launched,
          ${numberIn('revenue')} as revenue, ${numberIn('conversion_rate')} as conversion_rate
        from (
          select *, coalesce(launched_at, case when status in ('active', 'paused', 'completed') then coalesce(start_date, created_at) end) as began,
            coalesce(completed_at, case when status in ('completed', 'cancelled', 'archived') then updated_at end) as ended
          from campaigns where created_by = ${ownerId} and created_at < ${to}::timestamptz
        ) as campaign
        cross join lateral (
          select coalesce(sum(run.budget_spent), 0) as of_runs from campaigns as run
          where run.created_by = ${ownerId} and run.parent_campaign_id = campaign.id and run.run_at is not null
        ) as runs
      ), measured as (
        select metric.campaign_id, metric.metric_type as type,
          sum(metric.metric_value) filter (where within) as total, avg(metric.metric_value) filter (where within) as average
        from own join campaign_metrics as metric on metric.campaign_id = own.id
        cross join lateral (
          select metric.metric_date >= (${from}::timestamptz at time zone 'utc')::date
            and metric.metric_date < (${to}::timestamptz at time zone 'utc') as within
        ) as day
        where metric.metric_type in ('spend', 'revenue', 'conversion_rate')
        group by 1, 2
      )
      select (count(*) filter (where run_at is null))::int as campaigns,
        (count(*) filter (where run_at is null and began < ${to}::timestamptz and (ended is null or ended >= ${from}::timestamptz)))::int as active,
        sum(case when spend.campaign_id is not null then spend.total when launched then spent end)::float8 as spend,
        sum(case when revenue.campaign_id is not null then revenue.total when launched then own.revenue end)::float8 as revenue,
        avg(case when rate.campaign_id is not null then rate.average when launched then own.conversion_rate end)::float8
          as conversion_rate
      from own
      left join measured as spend on spend.campaign_id = own.id and spend.type = 'spend'
      left join measured as revenue on revenue.campaign_id = own.id and revenue.type = 'revenue'
      left join measured as rate on rate.campaign_id = own.id and rate.type = 'conversion_rate'`.execute(
      this.tables,
    );
    return rows[0] ?? { campaigns: 0, active: 0, spend: null, revenue: null, conversion_rate: null };
  }

  /** In one statement, however many there are. */
  async tally(ownerId: string): Promise<CampaignTally> {
    const { rows } = await sql<CampaignTally>`
      with counted as (
        select coalesce(status, 'draft')::text as status, count(*)::int as campaigns
        from campaigns where created_by = ${ownerId} and run_at is null group by 1
      ), running as (
        select name, budget_allocated, row_number() over (order by coalesce(budget_allocated, 0) desc, created_at desc, id desc) as rank
        from campaigns where created_by = ${ownerId} and status = 'active' and run_at is null
      )
      select coalesce(sum(campaigns), 0)::int as total, coalesce(jsonb_object_agg(status, campaigns), '{}') as by_status,
        coalesce((
          select jsonb_agg(jsonb_build_object('name', name, 'budget_allocated', budget_allocated) order by rank)
          from running where rank <= ${LARGEST}
        ), '[]') as largest_running,
        (
          select name from campaigns where created_by = ${ownerId} and status = 'draft'
          order by created_at desc, id desc limit 1
        ) as newest_draft
      from counted`.execute(this.tables);
    return rows[0] ?? { total: 0, by_status: {}, largest_running: [], newest_draft: null };
  }
}

/** A number among what a front end keeps in `metrics`; anything else there is not measured. */
function numberIn(name: string) {
  return sql`case when jsonb_typeof(metrics -> ${name}::text) = 'number' then (metrics ->> ${name}::text)::numeric end`;
}
