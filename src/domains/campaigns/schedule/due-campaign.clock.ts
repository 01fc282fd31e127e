import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { TakeUpDueCampaignsJob } from './due-campaign.jobs.js';
import { DueCampaignRepository } from './due-campaign.repository.js';

/** Asks for campaigns to be taken up whenever some are due. */
@Injectable()
export class DueCampaignClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly due: DueCampaignRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(1_000)
  tick(): Promise<void> {
    return this.clock.askFor('campaigns to be taken up', this.due.isAnyDue(), () =>
      this.jobs.send(TakeUpDueCampaignsJob, { askedBy: 'clock' }),
    );
  }
}
