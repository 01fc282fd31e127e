import { defineError } from '#kernel/errors';

export const EnrichmentRunNotFound = defineError(
  'leads/enrichment-run-not-found',
  'not-found',
  () => 'Run not found',
);
export const EnrichmentUnderWay = defineError(
  'leads/enrichment-under-way',
  'conflict',
  () => 'Others are being asked about leads already; wait for that, or cancel it.',
);
export const EnrichmentRunOver = defineError(
  'leads/enrichment-run-over',
  'conflict',
  () => 'The run is over.',
);
export const EnrichmentNeedsLeads = defineError(
  'leads/enrichment-needs-leads',
  'invalid',
  () => 'Name either lead_ids or a segment_id.',
);
export const EnrichmentTooMany = defineError(
  'leads/enrichment-too-many',
  'invalid',
  (most: number) => `A run takes at most ${most} leads; make a smaller segment.`,
);
export const SegmentStillFilling = defineError(
  'leads/segment-still-filling',
  'conflict',
  () => 'The members of this segment are still being looked for; try again in a moment.',
);
