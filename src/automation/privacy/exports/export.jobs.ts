import { IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class WriteExport {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  exportId!: string;
}

/** Asked for when a file of everything of a user is to be written. */
export const WriteExportJob = defineJob('privacy.write-export', WriteExport, {
  tenant: 'ownerId',
  whileResting: true,
  retryLimit: 3,
  expireInSeconds: 3_600,
});
