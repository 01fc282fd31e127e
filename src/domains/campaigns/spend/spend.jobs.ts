import { IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class OverBudget {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  campaignId!: string;
}

/** A campaign has spent more than its budget. Told once for each time it passes it. */
export const OverBudgetJob = defineJob('campaigns.tell-over-budget', OverBudget, {
  tenant: 'ownerId',
  retryLimit: 5,
});
