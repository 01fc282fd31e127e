import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import type { ClaimedDelivery, Settlement } from './delivery.js';

const ATTEMPTS_KEPT = 20;

/** A webhook that is to be turned off. */
export interface TroubledHook {
  readonly id: string;
  readonly ownerId: string;
  readonly reason: 'gone' | 'failing';
}

/** What has ended, by webhook. */
const SUM = sql`sum as (
    select webhook_id, user_id, count(*) as calls, count(*) filter (where state = 'delivered') as good,
      count(*) filter (where state = 'failed') as given_up, bool_or(gone) as gone, sum(ms) as ms,
      (array_agg(code order by answered_at desc))[1] as code
    from settled group by webhook_id, user_id
  )`;
/** The same, added to what there is of the day. */
const ADDED = sql`added as (
    insert into webhook_days as w (webhook_id, user_id, day, attempts, delivered, failed_attempts, given_up, duration_ms)
    select webhook_id, user_id, (now() at time zone 'utc')::date, calls, good, calls - good, given_up, ms
    from sum order by webhook_id
    on conflict (webhook_id, day) do update set attempts = w.attempts + excluded.attempts,
      delivered = w.delivered + excluded.delivered, failed_attempts = w.failed_attempts + excluded.failed_attempts,
      given_up = w.given_up + excluded.given_up, duration_ms = w.duration_ms + excluded.duration_ms
  )`;

/** What became of claimed deliveries, each fenced by its attempt. */
@Injectable()
export class SettleRepository {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  private get tables() {
    return this.database.tables('webhooks', 'webhook_deliveries', 'webhook_days');
  }

  /**
   * Keeps the attempts and adds them up at their webhooks, in one statement. Answers which of those are gone, or have done
   * nothing but fail for too long.
   */
  async settle(settlements: readonly Settlement[]): Promise<TroubledHook[]> {
    const days = this.settings.WEBHOOK_DISABLE_AFTER_DAYS;
    const { rows } = await this.database.asService('webhooks.deliver', () =>
      sql<TroubledHook>`
        with outcome as (
          select * from json_to_recordset(${JSON.stringify(settlements)}::json)
            as o(id uuid, attempt integer, state text, "dueIn" float8, gone boolean, note jsonb)
        ), settled as (
          update webhook_deliveries d set
            state = o.state, tries = d.tries + 1, lease_until = null,
            due_at = case when o.state = 'waiting' then now() + o."dueIn" * interval '1 second' else d.due_at end,
            settled_at = case when o.state <> 'waiting' then now() end,
            response_code = (o.note ->> 'status')::integer, duration_ms = (o.note ->> 'duration_ms')::integer,
            error = o.note ->> 'error',
            attempts = case when jsonb_array_length(d.attempts) < ${sql.lit(ATTEMPTS_KEPT)} then d.attempts
              else d.attempts - 0 end || jsonb_build_array(o.note)
          from outcome o
          where d.id = o.id and d.attempt = o.attempt and d.state = 'sending'
          returning d.webhook_id, d.user_id, o.state, o.gone, d.response_code as code, d.duration_ms as ms,
            (o.note ->> 'at')::timestamptz + d.duration_ms * interval '1 millisecond' as answered_at
        ), ${SUM}, ${ADDED}, held as (
          select w.id, w.failing_since from webhooks w join sum on sum.webhook_id = w.id
          order by w.id for no key update of w
        ), noted as (
          update webhooks w set
            last_triggered_at = now(), last_response_code = sum.code,
            total_calls = w.total_calls + sum.calls, failed_calls = w.failed_calls + sum.calls - sum.good,
            retry_count = case when sum.good > 0 then 0 else w.retry_count + sum.calls end,
            failing_since = case when sum.good > 0 then null else coalesce(w.failing_since, now()) end
          from sum join held on held.id = sum.webhook_id
          where w.id = sum.webhook_id
          returning w.id, w.user_id, w.is_active, sum.gone, w.failing_since
        )
        select id, user_id as "ownerId", case when gone then 'gone' else 'failing' end as reason from noted
        where is_active and (gone or
          ${days}::integer > 0 and failing_since < now() - ${days}::integer * interval '1 day')`.execute(
        this.tables,
      ),
    );
    return rows;
  }

  /** Gives back deliveries that were not begun. */
  async release(deliveries: readonly Pick<ClaimedDelivery, 'id' | 'attempt'>[]): Promise<void> {
    if (deliveries.length === 0) return;
    const held = deliveries.map(({ id, attempt }) => ({ id, attempt }));
    await this.database.asService('webhooks.deliver', () =>
      sql`
        update webhook_deliveries d set state = 'waiting', lease_until = null
        from json_to_recordset(${JSON.stringify(held)}::json) as h(id uuid, attempt integer)
        where d.id = h.id and d.attempt = h.attempt and d.state = 'sending'`.execute(this.tables),
    );
  }
}
