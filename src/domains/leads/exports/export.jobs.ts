import { IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class ExportLeads {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  exportId!: string;
}

/** Asked for when a file of leads is to be written. */
export const ExportLeadsJob = defineJob('leads.export', ExportLeads, {
  tenant: 'ownerId',
  retryLimit: 3,
  expireInSeconds: 900,
});
