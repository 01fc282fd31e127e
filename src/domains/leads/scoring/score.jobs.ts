import { IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class ScoreAll {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  runId!: string;
}

/** Asked for when all leads of an owner are to be scored anew. */
export const ScoreAllJob = defineJob('leads.score-all', ScoreAll, {
  tenant: 'ownerId',
  retryLimit: 3,
  expireInSeconds: 600,
});
