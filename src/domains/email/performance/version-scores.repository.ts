import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { COUNTS_READERS } from '../privacy/tracking.js';
import { engagementScore } from './mail-insights.js';

interface VersionRow {
  readonly version: number;
  readonly delivered: number;
  readonly opened: number;
  readonly clicked: number;
}

/** How mail was received that was made from the revisions of a template. */
@Injectable()
export class VersionScores {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_campaigns', 'email_contents', 'email_messages');
  }

  /** The engagement score of each revision of which mail was delivered whose readers are counted one by one. */
  async of(ownerId: string, templateId: string): Promise<Map<number, number>> {
    const { rows } = await sql<VersionRow>`
      select version, count(*)::int as delivered, count(opened_at)::int as opened, count(clicked_at)::int as clicked
      from (
        select c.template_version as version, m.opened_at, m.clicked_at
        from email_campaigns c join email_messages m on m.email_campaign_id = c.id and m.content_id is null
        where c.created_by = ${ownerId} and c.template_id = ${templateId} and m.created_by = ${ownerId}
          and ${sql.raw(COUNTS_READERS)}
          and m.state = 'sent' and m.bounced_at is null
        union all
        select k.template_version, m.opened_at, m.clicked_at
        from email_contents k join email_messages m on m.content_id = k.id
          join email_campaigns c on c.id = k.email_campaign_id and ${sql.raw(COUNTS_READERS)}
        where k.created_by = ${ownerId} and k.template_id = ${templateId} and m.created_by = ${ownerId}
          and m.state = 'sent' and m.bounced_at is null
      ) received
      where version is not null group by version`.execute(this.tables);
    return new Map(rows.map((row) => [row.version, engagementScore(row)]));
  }
}
