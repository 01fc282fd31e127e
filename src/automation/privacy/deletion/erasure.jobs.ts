import { IsOptional, IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

/** Names no user: what a job has said is kept for days. */
export class EraseAccount {
  @IsUUID()
  erasureId!: string;
}

/** Asked for when an account has been closed. */
export const EraseAccountJob = defineJob('privacy.erase-account', EraseAccount, {
  retryLimit: 5,
  expireInSeconds: 900,
  concurrency: 2,
});

/** Nothing needs to be said to look what is due. */
export class LookAtAccounts {
  @IsOptional()
  reason?: string;
}

/** Asked for by the clock: accounts whose days of grace are over, and deletions and erasures that nobody is at. */
export const LookAtAccountsJob = defineJob('privacy.look-at-accounts', LookAtAccounts, {
  oneWaiting: true,
  retryLimit: 1,
});
