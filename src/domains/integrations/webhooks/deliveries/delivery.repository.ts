import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { firstIdOf } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { WebhookDeliveriesTable } from '#platform/database/schema.generated';
import type { Delivery, DeliveryAttempt, DeliveryQuery, WebhookDay } from './delivery.dto.js';

const COLUMNS = [
  ...(['id', 'webhook_id', 'type', 'state', 'tries', 'due_at', 'response_code', 'duration_ms'] as const),
  ...(['error', 'created_at', 'settled_at'] as const),
] as const;
type Row = Pick<Selectable<WebhookDeliveriesTable>, (typeof COLUMNS)[number]>;

/** A delivery with all that is kept of it. */
export interface KeptDelivery extends Delivery {
  readonly body: string;
  readonly attempts: DeliveryAttempt[];
}

/** Which deliveries are sent once more. */
export interface Range {
  readonly since: Date;
  readonly until: Date;
  readonly states: readonly ('failed' | 'missed')[];
}

export interface TriedOut {
  readonly id: string;
  readonly webhookId: string;
  readonly type: string;
  readonly body: string;
  readonly leaseSeconds: number;
}

/** What became of what webhooks were told. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('webhook_deliveries', 'webhook_days');
  }

  async list(ownerId: string, webhookId: string, { state, ...page }: DeliveryQuery): Promise<Page<Delivery>> {
    let wanted = this.tables
      .selectFrom('webhook_deliveries')
      .select(COLUMNS)
      .where('user_id', '=', ownerId)
      .where('webhook_id', '=', webhookId);
    if (state !== undefined) wanted = wanted.where('state', '=', state);
    const { items, nextCursor } = await newestFirst(wanted, page, BY_ID);
    return { items: items.map(toDelivery), nextCursor };
  }

  async find(ownerId: string, webhookId: string, id: string): Promise<KeptDelivery | undefined> {
    const row = await this.tables
      .selectFrom('webhook_deliveries')
      .select([...COLUMNS, 'body', 'attempts'])
      .where('user_id', '=', ownerId)
      .where('webhook_id', '=', webhookId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return undefined;
    const { body, attempts } = row;
    return { ...toDelivery(row), body, attempts: attempts as unknown as DeliveryAttempt[] };
  }

  /** A delivery that is tried out, in the caller's hands already. */
  async begin(ownerId: string, { id, webhookId, type, body, leaseSeconds }: TriedOut): Promise<void> {
    await sql`
      insert into webhook_deliveries (id, user_id, webhook_id, type, body, state, attempt, lease_until)
      values (${id}, ${ownerId}, ${webhookId}, ${type}, ${body}, 'sending', 1,
        now() + ${leaseSeconds} * interval '1 second')`.execute(this.tables);
  }

  /** Begins a new round; undefined when the present one has not ended. */
  async resend(ownerId: string, webhookId: string, id: string): Promise<Delivery | undefined> {
    const row = await this.tables
      .updateTable('webhook_deliveries')
      .set({ state: 'waiting', tries: 0, due_at: sql<string>`now()`, settled_at: null })
      .where('user_id', '=', ownerId)
      .where('webhook_id', '=', webhookId)
      .where('id', '=', id)
      .where('state', 'in', ['delivered', 'failed', 'missed'])
      .returning(COLUMNS)
      .executeTakeFirst();
    return row && toDelivery(row);
  }

  /** Begins new rounds, for the oldest first, and answers how many. */
  async recover(ownerId: string, webhookId: string, range: Range, atMost: number): Promise<number> {
    const { numAffectedRows = 0n } = await sql`
      update webhook_deliveries set state = 'waiting', tries = 0, due_at = now(), settled_at = null
      where id = any(array(
        select id from webhook_deliveries
        where user_id = ${ownerId} and webhook_id = ${webhookId} and state = any(${[...range.states]}::text[])
          and state in ('failed', 'missed')
          and created_at >= ${range.since.toISOString()}::timestamptz and created_at <= ${range.until.toISOString()}::timestamptz
        order by created_at, id limit ${sql.lit(atMost)} for update skip locked))`.execute(this.tables);
    return Number(numAffectedRows);
  }

  /** Days with attempts, the newest first, and the milliseconds that they took. */
  async days(ownerId: string, webhookId: string, days: number): Promise<(WebhookDay & { ms: number })[]> {
    const { rows } = await sql<WebhookDay & { ms: number }>`
      select day::text as day, attempts::float8 as attempts, delivered::float8 as delivered,
        failed_attempts::float8 as failed_attempts, given_up::float8 as given_up, duration_ms::float8 as ms
      from webhook_days
      where user_id = ${ownerId} and webhook_id = ${webhookId}
        and day > (now() at time zone 'utc')::date - ${days}::integer
      order by day desc`.execute(this.tables);
    return rows;
  }

  /** How many wait, and how many can be recovered. */
  async open(ownerId: string, webhookId: string): Promise<{ waiting: number; recoverable: number }> {
    const { rows } = await sql<{ waiting: number; recoverable: number }>`
      select
        (select count(*) from webhook_deliveries
         where user_id = ${ownerId} and webhook_id = ${webhookId} and state = 'waiting')::float8 as waiting,
        (select count(*) from webhook_deliveries
         where user_id = ${ownerId} and webhook_id = ${webhookId} and state in ('failed', 'missed'))::float8 as recoverable`.execute(
      this.tables,
    );
    return rows[0] ?? { waiting: 0, recoverable: 0 };
  }

  /** By their ids, which begin with the time: one index less to write for each delivery. */
  forget(before: Date, atMost: number): Promise<number> {
    return this.database.asService('platform.retention', async () => {
      const { numAffectedRows = 0n } = await sql`
        delete from webhook_deliveries where id = any(array(
          select id from webhook_deliveries where id < ${firstIdOf(before)}::uuid
          order by id limit ${sql.lit(atMost)} for update skip locked))`.execute(this.tables);
      return Number(numAffectedRows);
    });
  }
}

function toDelivery({ due_at, ...row }: Row): Delivery {
  const isOpen = row.state === 'waiting' || row.state === 'sending';
  return {
    id: row.id,
    webhook_id: row.webhook_id,
    type: row.type,
    state: row.state as Delivery['state'],
    tries: row.tries,
    next_attempt_at: isOpen ? due_at : null,
    response_code: row.response_code,
    duration_ms: row.duration_ms,
    error: row.error,
    created_at: row.created_at,
    settled_at: row.settled_at,
  };
}
