import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { codeOf } from '#platform/database/database.errors';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { AiAttempt } from './ai-attempt.js';
import type { UsageFigures, UsageGrouping } from './usage.dto.js';

/** An attempt and the id of its row, which makes writing it twice harmless. */
export interface KeptAttempt extends AiAttempt {
  readonly id: string;
}

/** One group of attempts; `key` is null for all of them together. */
export interface UsageRow extends Omit<UsageFigures, 'cost_usd'> {
  key: string | null;
}

/** Data exceptions and broken constraints; everything else would befall every row alike. */
const ABOUT_A_ROW = /^2[123]/;
const GROUPS_AT_MOST = 1_000;

const KEYS = {
  day: sql`to_char(at at time zone 'UTC', 'YYYY-MM-DD')`,
  feature: sql`feature`,
  model: sql`model`,
};
const ORDERS = { day: sql`key desc`, feature: sql`calls desc, key`, model: sql`calls desc, key` };

/** What every attempt at a provider used and cost. */
@Injectable()
export class UsageRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_usage');
  }

  isAboutOneRow(error: unknown): boolean {
    return ABOUT_A_ROW.test(codeOf(error)) || ABOUT_A_ROW.test(codeOf((error as { cause?: unknown })?.cause));
  }

  /** Keeps all attempts in one statement; those that are kept already are left alone. */
  async keep(attempts: readonly KeptAttempt[]): Promise<void> {
    if (attempts.length === 0) return;
    await this.database.asService('ai.usage', () =>
      sql`
      insert into ai_usage (id, user_id, feature, provider, model, key_owner, outcome, input_tokens,
        cached_input_tokens, output_tokens, cost_micros, latency_ms, first_token_ms, run_id, prompt_version, at)
      select id, user_id, feature, provider, model, key_owner, outcome, input_tokens,
        cached_input_tokens, output_tokens, cost_micros, latency_ms, first_token_ms, run_id, prompt_version, at
      from json_to_recordset(${JSON.stringify(attempts.map(rowOf))}::json) as attempt(
        id uuid, user_id uuid, feature text, provider text, model text, key_owner text, outcome text,
        input_tokens bigint, cached_input_tokens bigint, output_tokens bigint, cost_micros bigint,
        latency_ms integer, first_token_ms integer, run_id text, prompt_version text, at timestamptz)
      on conflict (id) do nothing`.execute(this.tables),
    );
  }

  /** Deletes the oldest from before, at most so many; answers how many. */
  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'ai_usage', column: 'at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }

  /** The owner's attempts of these UTC days, both included, added up for all of them and for each group. */
  async totals(
    ownerId: string,
    { from, to, group }: { from: string; to: string; group: UsageGrouping },
  ): Promise<UsageRow[]> {
    const { rows } = await sql<UsageRow>`
      with used as (
        select ${KEYS[group]} as key, outcome, input_tokens, cached_input_tokens, output_tokens, cost_micros, latency_ms
        from ai_usage
        where user_id = ${ownerId} and at >= ${`${from}T00:00:00Z`}::timestamptz
          and at < ${`${to}T00:00:00Z`}::timestamptz + interval '24 hours'
      )
      select key, count(*)::integer as calls, (count(*) filter (where outcome <> 'ok'))::integer as failures,
        coalesce(sum(input_tokens), 0)::bigint as input_tokens,
        coalesce(sum(cached_input_tokens), 0)::bigint as cached_input_tokens,
        coalesce(sum(output_tokens), 0)::bigint as output_tokens,
        sum(cost_micros)::bigint as cost_micros,
        (count(*) filter (where cost_micros is null))::integer as unpriced_calls,
        percentile_disc(0.5) within group (order by latency_ms) as latency_p50_ms,
        percentile_disc(0.95) within group (order by latency_ms) as latency_p95_ms
      from used
      group by grouping sets ((key), ())
      order by grouping(key) desc, ${ORDERS[group]}
      limit ${GROUPS_AT_MOST + 1}`.execute(this.tables);
    return rows;
  }
}

function rowOf(attempt: KeptAttempt) {
  return {
    id: attempt.id,
    user_id: attempt.userId,
    feature: attempt.feature,
    provider: attempt.provider,
    model: attempt.model,
    key_owner: attempt.keyOwner,
    outcome: attempt.outcome,
    input_tokens: attempt.usage.input,
    cached_input_tokens: attempt.usage.cachedInput,
    output_tokens: attempt.usage.output,
    cost_micros: attempt.costMicros,
    latency_ms: Math.round(attempt.latencyMs),
    first_token_ms: attempt.firstTokenMs === null ? null : Math.round(attempt.firstTokenMs),
    run_id: attempt.runId,
    prompt_version: attempt.promptVersion,
    at: attempt.at,
  };
}
