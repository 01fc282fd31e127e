import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import type { ClaimedDelivery } from './delivery.js';

/** Of those that fail as many as of those that do not, so that however many are dead the others have their turn. */
const HOOKS_OF_A_KIND = 100;

/** Webhooks that are on and have a delivery whose time has come: one look into the index for each that has any waiting. */
const DUE = sql`
  with recursive named as (
    (select webhook_id from webhook_deliveries where state = 'waiting' order by webhook_id limit 1)
    union all
    select following.webhook_id from named cross join lateral (
      select webhook_id from webhook_deliveries
      where state = 'waiting' and webhook_deliveries.webhook_id > named.webhook_id order by webhook_id limit 1
    ) following
  ), due as (
    select webhooks.id, webhooks.failing_since is not null as fails, next.due_at from named
    join webhooks on webhooks.id = named.webhook_id and webhooks.is_active
      and webhooks.user_id <> all ((select app.owners_at_rest())::uuid[])
    cross join lateral (
      select due_at from webhook_deliveries
      where webhook_id = webhooks.id and state = 'waiting' order by due_at limit 1
    ) next
    where next.due_at <= now()
  )`;

/** Those of them that have a turn now. */
const READY = sql`
  ${DUE}, ready as (
    select id from (select id, row_number() over (partition by fails order by due_at) as place from due) placed
    where place <= ${sql.lit(HOOKS_OF_A_KIND)}
  )`;

/** Takes due deliveries into this worker's hands, some of each webhook. */
@Injectable()
export class ClaimRepository {
  /** How long they are ours. */
  readonly leaseSeconds: number;

  constructor(
    private readonly database: Database,
    { WEBHOOK_LEASE_SECONDS, WEBHOOK_TIMEOUT_MS }: Settings,
  ) {
    this.leaseSeconds = Math.max(WEBHOOK_LEASE_SECONDS, Math.ceil(WEBHOOK_TIMEOUT_MS / 1_000) + 1);
  }

  private get tables() {
    return this.database.tables('webhooks', 'webhook_deliveries');
  }

  isAnythingDue(): Condition {
    return sql<boolean>`
      (exists (${DUE} select from due)
        or exists (select from webhook_deliveries where state = 'sending' and lease_until < now()))`;
  }

  /** So many of each webhook that is named, and `others` of every other one; of those that nobody else holds. */
  claim(quotas: readonly { id: string; quota: number }[], others: number): Promise<ClaimedDelivery[]> {
    return this.database.asService('webhooks.deliver', async () => {
      const { rows } = await sql<ClaimedDelivery>`
        ${READY}, picked as (
          select waiting.id from ready
          left join json_to_recordset(${JSON.stringify(quotas)}::json) as known (id uuid, quota integer) on known.id = ready.id
          cross join lateral (
            select id from webhook_deliveries
            where webhook_id = ready.id and state = 'waiting' and due_at <= now()
            order by due_at limit coalesce(known.quota, ${sql.lit(others)}) for update skip locked
          ) waiting
        )
        update webhook_deliveries delivery set
          state = 'sending', attempt = delivery.attempt + 1,
          lease_until = now() + ${this.leaseSeconds} * interval '1 second'
        from webhooks hook
        where delivery.id = any(array(select id from picked)) and hook.id = delivery.webhook_id
        returning delivery.id, delivery.attempt, delivery.tries, delivery.webhook_id as "webhookId",
          delivery.user_id as "ownerId", hook.url, hook.failing_since is not null as "isFailing", delivery.type,
          delivery.body`.execute(this.tables);
      return rows;
    });
  }

  /** Puts back what workers held that are gone. They may have sent it: it is told at least once. */
  async takeBack(): Promise<void> {
    await this.database.asService('webhooks.deliver', () =>
      sql`
        update webhook_deliveries set state = 'waiting', lease_until = null
        where id = any(array(
          select id from webhook_deliveries where state = 'sending' and lease_until < now()
          order by lease_until limit 1000 for update skip locked))`.execute(this.tables),
    );
  }
}
