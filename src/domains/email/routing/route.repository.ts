import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { RouteRule } from './choose-route.js';
import type { MailRoute } from './route.dto.js';

/** What its owner says of a rule. */
export type RouteContent = Omit<MailRoute, 'id' | 'created_at' | 'updated_at'>;

const COLUMNS = [
  ...(['id', 'position', 'stream', 'campaign_id', 'identity_id', 'recipient_domain'] as const),
  ...(['transports', 'active', 'created_at', 'updated_at'] as const),
] as const;

@Injectable()
export class RouteRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_routes', 'email_transports', 'email_identities');
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<MailRoute>> {
    const own = this.tables.selectFrom('email_routes').select(COLUMNS).where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items as unknown as MailRoute[], nextCursor };
  }

  async find(ownerId: string, id: string): Promise<MailRoute | undefined> {
    const row = await this.tables
      .selectFrom('email_routes')
      .select(COLUMNS)
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row as MailRoute | undefined;
  }

  /** Those that are asked, in their order. */
  async active(ownerId: string): Promise<RouteRule[]> {
    const rows = await this.tables
      .selectFrom('email_routes')
      .select(['stream', 'campaign_id', 'identity_id', 'recipient_domain', 'transports'])
      .where('created_by', '=', ownerId)
      .where('active', '=', true)
      .orderBy('position')
      .orderBy('id')
      .execute();
    return rows as RouteRule[];
  }

  /** Which of the named transports and the identity are not the owner's. */
  async strangers(
    ownerId: string,
    transports: readonly string[],
    identityId: string | null,
  ): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select named.id from unnest(${transports}::uuid[]) as named(id)
      where not exists (select from email_transports t where t.id = named.id and t.created_by = ${ownerId})
      union all
      select ${identityId}::uuid where ${identityId}::uuid is not null
        and not exists (select from email_identities i where i.id = ${identityId}::uuid and i.created_by = ${ownerId})`.execute(
      this.tables,
    );
    return rows.map(({ id }) => id);
  }

  /** The new rule; nothing when its owner has so many already. */
  async add(ownerId: string, rule: RouteContent, atMost: number): Promise<MailRoute | undefined> {
    const { rows } = await sql<MailRoute>`
      insert into email_routes (id, created_by, position, stream, campaign_id, identity_id, recipient_domain, transports, active)
      select ${newId()}::uuid, ${ownerId}::uuid, ${rule.position}::integer, ${rule.stream}, ${rule.campaign_id}::uuid,
        ${rule.identity_id}::uuid, ${rule.recipient_domain}, ${rule.transports}::text[], ${rule.active}::boolean
      where (select count(*) from email_routes where created_by = ${ownerId}) < ${atMost}
      returning ${sql.join(COLUMNS.map((name) => sql.ref(name)))}`.execute(this.tables);
    return rows[0];
  }

  async replace(ownerId: string, id: string, rule: RouteContent): Promise<MailRoute | undefined> {
    const row = await this.tables
      .updateTable('email_routes')
      .set(rule)
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .returning(COLUMNS)
      .executeTakeFirst();
    return row as MailRoute | undefined;
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('email_routes')
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}
