import { IsInt, IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class FillSegment {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  segmentId!: string;

  /** Which filter of the segment; a later one has a job of its own. */
  @IsInt()
  revision!: number;
}

/** Asked for when a segment has got a filter: its members are looked for among all leads. */
export const FillSegmentJob = defineJob('leads.fill-segment', FillSegment, {
  tenant: 'ownerId',
  retryLimit: 5,
  expireInSeconds: 600,
});
