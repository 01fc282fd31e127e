import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import { isUuid } from '#kernel/ids';
import { CursorUnreadable, decodeCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';

/** One recipient of a campaign's mailing, and what became of the mail. */
export interface LoggedRecipient {
  readonly id: string;
  readonly lead_id: string | null;
  readonly email: string;
  readonly state: 'queued' | 'claimed' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped';
  readonly skip_reason: string | null;
  readonly variant: string | null;
  readonly attempt: number;
  readonly smtp_code: number | null;
  readonly response: string | null;
  readonly due_at: string | null;
  readonly settled_at: string | null;
  readonly bounced_at: string | null;
  readonly opened_at: string | null;
  readonly clicked_at: string | null;
  readonly unsubscribed_at: string | null;
  readonly created_at: string;
}

export interface LogWanted {
  readonly state?: string | undefined;
  readonly skip_reason?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const COLUMNS = sql`m.id, m.lead_id, m.email, m.state, m.skip_reason, v.label as variant, m.attempt, m.smtp_code, m.response,
  nullif(m.due_at, 'infinity') as due_at, m.settled_at, m.bounced_at, m.opened_at, m.clicked_at, m.unsubscribed_at, m.created_at`;

/** What became of each recipient of a campaign. */
@Injectable()
export class RecipientLogRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_campaigns', 'email_messages', 'email_variants');
  }

  /** Newest first; empty for a campaign that has no mailing yet. A skip reason also means those that begin with it and a colon. */
  async list(ownerId: string, campaignId: string, wanted: LogWanted): Promise<Page<LoggedRecipient>> {
    const { state, skip_reason: reason, limit, cursor } = wanted;
    const conditions = sql.join(
      [
        sql`m.created_by = ${ownerId}`,
        ...(state === undefined ? [] : [sql`m.state = ${state}`]),
        ...(reason === undefined
          ? []
          : [
              sql`m.state = 'skipped' and (m.skip_reason = ${reason} or starts_with(m.skip_reason, ${`${reason}:`}))`,
            ]),
        ...(cursor === undefined ? [] : [sql`m.id < ${uuidOf(cursor)}`]),
      ],
      sql` and `,
    );
    const { rows } = await sql<LoggedRecipient>`
      select ${COLUMNS} from email_messages m left join email_variants v on v.id = m.variant_id
      where m.email_campaign_id = (
          select id from email_campaigns where campaign_id = ${campaignId} and created_by = ${ownerId})
        and ${conditions}
      order by m.id desc limit ${limit + 1}`.execute(this.tables);
    return toPage(rows, limit, ({ id }) => [id]);
  }

  /** The mail to a lead, or to its address. */
  async find(
    ownerId: string,
    campaignId: string,
    { leadId, email }: { readonly leadId: string | null; readonly email: string },
  ): Promise<LoggedRecipient | undefined> {
    const { rows } = await sql<LoggedRecipient>`
      select ${COLUMNS} from email_messages m left join email_variants v on v.id = m.variant_id
      where m.campaign_id = ${campaignId} and m.created_by = ${ownerId} and m.step = 0
        and (m.email_norm = ${normaliseMailAddress(email)} or m.lead_id = ${leadId}::uuid)
      order by m.email_norm = ${normaliseMailAddress(email)} desc limit 1`.execute(this.tables);
    return rows[0];
  }
}

function uuidOf(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  if (!isUuid(id)) throw new CursorUnreadable();
  return id;
}
