import { type RawBuilder, sql } from 'kysely';
import type { AttemptOutcome, PostAttempt } from '../social-post.answers.dto.js';

const MOST_KEPT = 50;

/** Sets the column anew: what came of the attempt behind what came of those before it, the oldest of which are forgotten. */
export function noted(
  outcome: AttemptOutcome | RawBuilder<unknown>,
  why: { readonly code: string; readonly reason: string } | undefined,
): RawBuilder<unknown> {
  const attempt = sql`jsonb_build_object('attempt', attempts, 'at', app.moment(now()), 'outcome', ${outcome}::text,
    'code', ${why?.code ?? null}::text, 'reason', ${why?.reason ?? null}::text)`;
  return sql`attempt_log = case when jsonb_array_length(attempt_log) >= ${sql.lit(MOST_KEPT)} then attempt_log - 0
    else attempt_log end || jsonb_build_array(${attempt})`;
}

export function attemptsOf(log: unknown): PostAttempt[] {
  return Array.isArray(log) ? (log as PostAttempt[]) : [];
}
