import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import { Database } from '#platform/database/database';
import { COUNTS_READERS } from '../privacy/tracking.js';
import type { MailHour } from './mail-days.repository.js';
import type { OpenHour } from './send-time.js';

/** Whose openings are looked at; all readers of the owner where neither is given. */
export interface Readers {
  readonly leadIds?: readonly string[] | undefined;
  readonly emails?: readonly string[] | undefined;
}

/** When mail was sent and opened, at the clock of a time zone. */
@Injectable()
export class SendTimeRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_messages', 'email_campaigns');
  }

  /** By hour of sending: how many of the mails that were sent in the last half year and count their readers were opened. */
  async sentByHour(ownerId: string, timezone: string, readers: Readers): Promise<MailHour[]> {
    const { rows } = await sql<MailHour>`
      select extract(dow from settled_at at time zone ${timezone})::int as weekday,
        extract(hour from settled_at at time zone ${timezone})::int as hour, count(*)::int as sent,
        count(opened_at)::int as opened
      from email_messages
      where created_by = ${ownerId} and state = 'sent' and settled_at > now() - interval '180 days' and ${among(readers)}
        and email_campaign_id in (
          select c.id from email_campaigns c where c.created_by = ${ownerId} and ${sql.raw(COUNTS_READERS)})
      group by 1, 2 order by 1, 2`.execute(this.tables);
    return rows;
  }

  /** By hour of opening, in the last half year. */
  async opensByHour(ownerId: string, timezone: string, readers: Readers): Promise<OpenHour[]> {
    const { rows } = await sql<OpenHour>`
      select extract(hour from opened_at at time zone ${timezone})::int as hour, count(*)::int as opens
      from email_messages
      where created_by = ${ownerId} and state = 'sent' and opened_at > now() - interval '180 days' and ${among(readers)}
      group by 1 order by 1`.execute(this.tables);
    return rows;
  }

  /** The same for each of the leads. */
  async opensOfLeads(
    ownerId: string,
    timezone: string,
    leadIds: readonly string[],
  ): Promise<Map<string, OpenHour[]>> {
    const { rows } = await sql<OpenHour & { leadId: string }>`
      select lead_id as "leadId", extract(hour from opened_at at time zone ${timezone})::int as hour, count(*)::int as opens
      from email_messages
      where created_by = ${ownerId} and state = 'sent' and lead_id = any(${[...leadIds]}::uuid[])
        and opened_at > now() - interval '180 days'
      group by 1, 2`.execute(this.tables);
    const byLead = new Map<string, OpenHour[]>(leadIds.map((id) => [id, []]));
    for (const { leadId, hour, opens } of rows) byLead.get(leadId)?.push({ hour, opens });
    return byLead;
  }
}

function among({ leadIds, emails }: Readers): RawBuilder<unknown> {
  const are = [
    ...(leadIds ? [sql`lead_id = any(${[...leadIds]}::uuid[])`] : []),
    ...(emails ? [sql`email_norm = any(${emails.map(normaliseMailAddress)}::text[])`] : []),
  ];
  return are.length === 0 ? sql`true` : sql`(${sql.join(are, sql` or `)})`;
}
