import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { WebhooksTable } from '#platform/database/schema.generated';
import type { PageQuery } from '#platform/http/page-query';
import type { EventFilterRule, Webhook } from './webhook.dto.js';

/** What its owner says of a webhook, without what is kept in the vault. */
export interface WebhookContent {
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly filter: readonly EventFilterRule[];
  readonly headerNames: readonly string[];
  readonly isActive: boolean;
}

/** Webhooks; what signs their deliveries lies in the vault. */
@Injectable()
export class WebhookRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('webhooks', 'webhook_deliveries');
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<Webhook>> {
    const own = this.tables.selectFrom('webhooks').selectAll().where('user_id', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map(toWebhook), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<Webhook | undefined> {
    const row = await this.tables
      .selectFrom('webhooks')
      .selectAll()
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toWebhook(row);
  }

  /** The same, held for the running transaction. */
  async hold(ownerId: string, id: string): Promise<Webhook | undefined> {
    const row = await this.tables
      .selectFrom('webhooks')
      .selectAll()
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    return row && toWebhook(row);
  }

  /** The new webhook; nothing when its owner has so many already. */
  async add(ownerId: string, content: WebhookContent, atMost: number): Promise<Webhook | undefined> {
    const { rows } = await sql<Selectable<WebhooksTable>>`
      insert into webhooks (id, user_id, name, url, events, filter, header_names, is_active, disabled_reason, disabled_at)
      select ${newId()}::uuid, ${ownerId}::uuid, ${content.name}, ${content.url}, ${[...content.events]}::text[],
        ${JSON.stringify(content.filter)}::jsonb, ${[...content.headerNames]}::text[], ${content.isActive}::boolean,
        case when not ${content.isActive}::boolean then 'owner' end,
        case when not ${content.isActive}::boolean then now() end
      where (select count(*) from webhooks where user_id = ${ownerId}) < ${atMost}
      returning *`.execute(this.tables);
    return rows[0] && toWebhook(rows[0]);
  }

  /** Turned on, it begins anew: what failed before counts no more. */
  async change(ownerId: string, id: string, content: WebhookContent): Promise<Webhook | undefined> {
    const { rows } = await sql<Selectable<WebhooksTable>>`
      update webhooks set name = ${content.name}, url = ${content.url}, events = ${[...content.events]}::text[],
        filter = ${JSON.stringify(content.filter)}::jsonb, header_names = ${[...content.headerNames]}::text[],
        owner_address = coalesce(auth.jwt() ->> 'email', owner_address), is_active = ${content.isActive}::boolean,
        disabled_reason = case when ${content.isActive}::boolean then null
          when is_active then 'owner' else disabled_reason end,
        disabled_at = case when ${content.isActive}::boolean then null
          when is_active then now() else disabled_at end,
        failing_since = case when ${content.isActive}::boolean and not is_active then null else failing_since end,
        retry_count = case when ${content.isActive}::boolean and not is_active then 0 else retry_count end,
        told_at = case when ${content.isActive}::boolean and not is_active then null else told_at end
      where user_id = ${ownerId} and id = ${id}
      returning *`.execute(this.tables);
    return rows[0] && toWebhook(rows[0]);
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('webhooks')
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async noteRotation(ownerId: string, id: string, formerUntil: Date | null): Promise<void> {
    await this.tables
      .updateTable('webhooks')
      .set({ former_secret_until: formerUntil?.toISOString() ?? null })
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .execute();
  }

  /** What waits is missed, as is what happens from now on. False when it was off before. */
  async turnOff(ownerId: string, id: string, reason: 'gone' | 'failing'): Promise<boolean> {
    const { rows } = await sql`
      update webhooks set is_active = false, disabled_reason = ${reason}, disabled_at = now(), told_at = null
      where user_id = ${ownerId} and id = ${id} and is_active returning id`.execute(this.tables);
    if (rows.length > 0) await this.miss(ownerId, id);
    return rows.length > 0;
  }

  /** What waits is missed: it can be recovered. */
  async miss(ownerId: string, id: string): Promise<void> {
    await sql`
      update webhook_deliveries set state = 'missed', settled_at = now()
      where user_id = ${ownerId} and webhook_id = ${id} and state = 'waiting'`.execute(this.tables);
  }

  /** Where the owner has signed up, where that is known, else as their token has said. */
  async addressOf(ownerId: string, id: string): Promise<string | null> {
    const { rows } = await this.database.asService('webhooks.deliver', () =>
      sql<{ address: string | null }>`
        select coalesce(app.mail_address_of(user_id), owner_address) as address
        from webhooks where user_id = ${ownerId} and id = ${id}`.execute(this.tables),
    );
    return rows[0]?.address ?? null;
  }

  /** The mail about it begins to leave and is never sent again; false when it has left before. Says itself who asks. */
  async noteTold(ownerId: string, id: string): Promise<boolean> {
    const { numUpdatedRows } = await this.database.as(ownerId, () =>
      this.tables
        .updateTable('webhooks')
        .set({ told_at: sql`now()` })
        .where('user_id', '=', ownerId)
        .where('id', '=', id)
        .where('told_at', 'is', null)
        .executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }
}

function toWebhook(row: Selectable<WebhooksTable>): Webhook {
  const { user_id: _, secret_token: __, owner_address: ___, told_at: notified_at, filter, ...kept } = row;
  return {
    ...kept,
    filter: filter as unknown as EventFilterRule[],
    disabled_reason: row.disabled_reason as Webhook['disabled_reason'],
    notified_at,
    total_calls: Number(row.total_calls),
    failed_calls: Number(row.failed_calls),
  };
}
