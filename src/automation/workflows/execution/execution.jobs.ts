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

/** Asked for by a launch before the start date; due at that instant. */
export const StartScheduledJob = defineJob('workflows.start-scheduled', CampaignTask, {
  tenant: 'ownerId',
  retryLimit: 5,
});
