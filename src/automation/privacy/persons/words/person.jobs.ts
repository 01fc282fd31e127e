import { IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

/** Names nobody: what a job has said is kept for days. */
export class ForgetPerson {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  erasureId!: string;
}

/** Asked for when a person was erased from rows of their own: what else was written of them is looked for. */
export const ForgetPersonJob = defineJob('privacy.forget-person', ForgetPerson, {
  tenant: 'ownerId',
  retryLimit: 5,
  expireInSeconds: 1_800,
});
