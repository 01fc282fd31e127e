import { IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

/** Which campaign, and whose. */
export class CampaignTask {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  campaignId!: string;
}

/** Asked for by a launch: give the mailing its recipients, then start it. */
export const PlanAudienceJob = defineJob('workflows.plan-audience', CampaignTask, {
  tenant: 'ownerId',
  expireInSeconds: 900,
  retryLimit: 5,
});
