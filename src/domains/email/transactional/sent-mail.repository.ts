import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { EmailMessage } from './send.dto.js';

/** Single messages as their owner sees them. */
@Injectable()
export class SentMailRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_messages', 'email_campaigns', 'email_contents');
  }

  async find(ownerId: string, messageId: string): Promise<EmailMessage | undefined> {
    const { rows } = await sql<EmailMessage>`
      select m.id, coalesce(m.campaign_id, c.about_campaign_id) as campaign_id, m.email_campaign_id, m.lead_id, m.email,
        m.state, m.skip_reason, m.attempt, m.smtp_code, m.response, m.due_at, m.armed_at, m.settled_at, m.opened_at,
        m.open_count, m.clicked_at, m.click_count, m.unsubscribed_at, m.resent_at, m.created_at,
        coalesce(k.subject_line, c.subject_line) as subject, c.transactional,
        case when k.id is null then c.template_id else k.template_id end as template_id,
        case when k.id is null then c.template_version else k.template_version end as template_version
      from email_messages m
      join email_campaigns c on c.id = m.email_campaign_id
      left join email_contents k on k.id = m.content_id
      where m.id = ${messageId} and m.created_by = ${ownerId}`.execute(this.tables);
    return rows[0];
  }
}
