import { IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class EstimateAudience {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  campaignId!: string;

  /** Names the request; an older one is left alone. */
  @IsUUID()
  attempt!: string;
}

/** Asked for when an audience is too large to be counted while somebody waits. */
export const EstimateAudienceJob = defineJob('workflows.estimate-audience', EstimateAudience, {
  tenant: 'ownerId',
  retryLimit: 5,
  expireInSeconds: 900,
});
