import { IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class EnrichMany {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  runId!: string;
}

/** Asked for when others are to be asked about many leads: one job for each run, whose leads are rows. */
export const EnrichManyJob = defineJob('leads.enrich-many', EnrichMany, {
  tenant: 'ownerId',
  retryLimit: 3,
  expireInSeconds: 600,
});
