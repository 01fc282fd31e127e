import { IsIn, IsISO8601, IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class TakeUpDueCampaigns {
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Hands each campaign that is due to a job of its own, of all tenants. */
export const TakeUpDueCampaignsJob = defineJob('campaigns.take-up-due', TakeUpDueCampaigns, {
  retryLimit: 1,
  oneWaiting: true,
});

export class CampaignDue {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  campaignId!: string;

  @IsISO8601()
  dueAt!: string;
}

/** The time of a campaign has come. Told once for each time. */
export const CampaignDueJob = defineJob('campaigns.start-due', CampaignDue, {
  tenant: 'ownerId',
  retryLimit: 8,
  concurrency: 2,
});

/** A campaign may be over. Told again until it is. */
export const SettleCampaignJob = defineJob('campaigns.settle', CampaignDue, {
  tenant: 'ownerId',
  retryLimit: 2,
});
