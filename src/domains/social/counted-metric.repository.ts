import { type RawBuilder, sql } from 'kysely';

/** No network has more people than this; what is beyond it was not counted. */
const MOST_OF_A_METRIC = 1e12;

/** A number among what is kept of a post's reactions. Clients write them too: whatever is no number counts as 0. */
export function metricOf(metric: string): RawBuilder<number> {
  return sql<number>`case when jsonb_typeof(engagement_metrics -> ${metric}::text) = 'number'
    then least(greatest((engagement_metrics ->> ${metric}::text)::numeric, 0), ${MOST_OF_A_METRIC}::numeric) else 0 end`;
}
