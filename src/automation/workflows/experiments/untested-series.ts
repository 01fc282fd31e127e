import { Injectable } from '@nestjs/common';
import { SeriesCheck } from '#domains/campaigns/schedule/series-check';
import { ExperimentOfSeries } from '#domains/email/experiments/experiment.errors';
import { ExperimentService } from '#domains/email/experiments/experiment.service';

/** An A/B test is of one mailing, and each run of a campaign has its own. */
@Injectable()
export class UntestedSeries extends SeriesCheck {
  constructor(private readonly experiments: ExperimentService) {
    super();
  }

  /** Throws `email/experiment-of-series`. */
  async refuse(ownerId: string, campaignId: string): Promise<void> {
    if (await this.experiments.find(ownerId, campaignId)) throw new ExperimentOfSeries();
  }
}
