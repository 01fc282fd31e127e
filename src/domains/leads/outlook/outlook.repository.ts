import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { EngagementLevel, LeadOutlook } from './outlook.dto.js';

interface OutlookRow {
  probability: number;
  level: EngagementLevel;
  points: number;
  reached: number;
  customers: number;
  average: number;
}

/** What functions of the database, which also serve screens that read the tables themselves, say of a lead. */
@Injectable()
export class OutlookRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_activities', 'lead_engagements', 'lead_counts');
  }

  async of(ownerId: string, leadId: string): Promise<LeadOutlook | undefined> {
    const { rows } = await sql<OutlookRow>`
      select conversion_probability(leads)::float8 as probability, app.engagement_level_of(engagement.points) as level,
        engagement.points, figures.reached::float8 as reached, figures.customers::float8 as customers,
        figures.average_score as average
      from leads
      cross join lateral (select app.engagement_points(leads.id, leads.created_by) as points) engagement
      cross join lateral app.conversion_figures(leads.created_by, least(3, app.lead_stage(leads.status))) figures
      where leads.id = ${leadId} and leads.created_by = ${ownerId}`.execute(this.tables);
    return rows[0] && toOutlook(rows[0]);
  }
}

function toOutlook({ probability, level, points, reached, customers, average }: OutlookRow): LeadOutlook {
  return {
    conversion_probability: probability,
    engagement_level: level,
    engagement_points: Math.round(points * 100) / 100,
    stage: { reached, customers },
    average_score: Math.round(average * 100) / 100,
  };
}
