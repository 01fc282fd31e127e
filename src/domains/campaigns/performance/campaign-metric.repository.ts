import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Reading } from './metric-score.js';

const READINGS_AT_MOST = 50_000;

/** One value that somebody has recorded of a campaign. */
export interface MeasuredMetric {
  readonly id: string;
  readonly campaign_id: string;
  readonly metric_name: string;
  readonly metric_value: number;
  readonly recorded_at: string;
}

/** What campaigns have been measured to reach; Postgres itself bounds it to the campaigns of the caller. */
@Injectable()
export class CampaignMetricRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('campaign_metrics', 'campaign_performance_metrics', 'campaigns');
  }

  /** By campaign, oldest first. */
  async since(ownerId: string, campaignIds: readonly string[], day: string): Promise<Map<string, Reading[]>> {
    const { rows } = await sql<{ campaign_id: string; type: string; value: number; day: string }>`
      select metric.campaign_id, metric.metric_type as type, metric.metric_value::float8 as value,
        to_char(metric.metric_date, 'YYYY-MM-DD') as day
      from campaign_metrics as metric join campaigns on campaigns.id = metric.campaign_id
      where campaigns.created_by = ${ownerId} and metric.campaign_id = any(${campaignIds}::uuid[])
        and metric.metric_date >= ${day}::date
      order by metric.metric_date limit ${READINGS_AT_MOST}`.execute(this.tables);
    const byCampaign = new Map<string, Reading[]>(campaignIds.map((id) => [id, []]));
    for (const { campaign_id: id, ...reading } of rows) byCampaign.get(id)?.push(reading);
    return byCampaign;
  }

  /** Everything that was recorded since a moment, newest first; what is known by the day alone counts as of its beginning. */
  async recorded(ownerId: string, campaignIds: readonly string[], since: Date): Promise<MeasuredMetric[]> {
    const { rows } = await sql<MeasuredMetric>`
      select measured.* from (
        select id, campaign_id, metric_type as metric_name, metric_value::float8 as metric_value,
          coalesce(case when (recorded_at at time zone 'utc')::date = metric_date then recorded_at end,
            metric_date::timestamp at time zone 'utc') as recorded_at
        from campaign_metrics
        where campaign_id = any(${campaignIds}::uuid[]) and metric_date >= (${since.toISOString()}::timestamptz at time zone 'utc')::date
        union all
        select id, campaign_id, metric_name, metric_value::float8, coalesce(recorded_at, created_at)
        from campaign_performance_metrics
        where campaign_id = any(${campaignIds}::uuid[]) and recorded_at >= ${since.toISOString()}::timestamptz
      ) as measured join campaigns on campaigns.id = measured.campaign_id
      where campaigns.created_by = ${ownerId} and measured.recorded_at >= ${since.toISOString()}::timestamptz
      order by measured.recorded_at desc, measured.id desc limit ${READINGS_AT_MOST}`.execute(this.tables);
    return rows;
  }

  async add(campaignId: string, readings: readonly Reading[], more: object): Promise<void> {
    await this.tables
      .insertInto('campaign_metrics')
      .values(
        readings.map(({ type, value, day }) => ({
          campaign_id: campaignId,
          metric_type: type,
          metric_value: value,
          metric_date: day,
          additional_data: JSON.stringify(more),
        })),
      )
      .execute();
  }
}
