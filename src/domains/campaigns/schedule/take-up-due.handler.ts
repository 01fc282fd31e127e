import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { DueCampaignRepository } from './due-campaign.repository.js';
import {
  CampaignDueJob,
  SettleCampaignJob,
  type TakeUpDueCampaigns,
  TakeUpDueCampaignsJob,
} from './due-campaign.jobs.js';

const AT_ONCE = 500;

/** Taken and told in one transaction, so once, however many workers there are. */
@Injectable()
@Handles(TakeUpDueCampaignsJob)
export class TakeUpDueHandler implements JobHandler<TakeUpDueCampaigns> {
  constructor(
    private readonly database: Database,
    private readonly due: DueCampaignRepository,
    private readonly jobs: Jobs,
  ) {}

  async handle(_: TakeUpDueCampaigns, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) {
      const taken = await this.database.transaction(async () => {
        const starts = await this.due.takeStarts(AT_ONCE);
        const settling = await this.due.takeSettling(AT_ONCE);
        await this.jobs.sendAll(CampaignDueJob, starts);
        await this.jobs.sendAll(SettleCampaignJob, settling);
        return Math.max(starts.length, settling.length);
      });
      if (taken < AT_ONCE) return;
    }
  }
}
