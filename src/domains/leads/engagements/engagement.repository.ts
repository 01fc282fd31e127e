import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { MailEngagement } from './engagement.js';

/** What leads did with mail. */
@Injectable()
export class EngagementRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_engagements', 'lead_changes');
  }

  /** Keeps what leads of any owner did, each with the lead that the mail was for, or else the one with its address. */
  async keep(engagements: readonly MailEngagement[]): Promise<void> {
    if (engagements.length === 0) return;
    await this.database.asService('email.tell', () =>
      sql`
        with told as (
          select * from json_to_recordset(${JSON.stringify(engagements)}::json) as told(
            id uuid, "ownerId" uuid, "leadId" uuid, "emailNorm" text, kind text, "campaignId" uuid, link text, at timestamptz)
        ), kept as (
          insert into lead_engagements (id, lead_id, created_by, kind, campaign_id, link, occurred_at)
          select told.id, lead.id, told."ownerId", kind, "campaignId", link, at
          from told cross join lateral (
            select id from leads where id = told."leadId" and created_by = told."ownerId"
            union all
            select id from leads where created_by = told."ownerId" and email_norm = told."emailNorm"
            limit 1
          ) lead
          on conflict (id) do nothing returning created_by, lead_id
        )
        insert into lead_changes (created_by, lead_id)
        select distinct created_by, lead_id from kept where app.follows_leads(created_by)`.execute(
        this.tables,
      ),
    );
  }
}
