import { type RawBuilder, sql } from 'kysely';

/**
 * Lists addresses, given as rows of `created_by`, `email_norm`, `reason` and `source`: each once, in the order of their spelling, so
 * that two writers never wait for each other in a circle. The reason that binds most stands, whichever came first; a refusal of
 * marketing is kept beside one that binds more.
 */
export function listing(barred: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    insert into email_suppressions as s (created_by, email_norm, reason, source, refusal)
    select created_by, email_norm, app.most_binding(array_agg(reason)),
      (array_agg(source order by app.suppression_weight(reason) desc))[1], app.refusal_beside(array_agg(reason))
    from (${barred}) barred group by created_by, email_norm order by created_by, email_norm
    on conflict (created_by, email_norm) do update set
      reason = app.most_binding(array[s.reason, excluded.reason]),
      source = case when app.suppression_weight(excluded.reason) > app.suppression_weight(s.reason)
                 then excluded.source else s.source end,
      refusal = app.refusal_beside(array[s.reason, s.refusal, excluded.reason, excluded.refusal])`;
}
