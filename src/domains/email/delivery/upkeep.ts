import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { MailingFinishedJob } from '../email.jobs.js';
import { UpkeepRepository } from './upkeep.repository.js';

/** Keeps mailings moving that no worker is looking at. */
@Injectable()
export class Upkeep {
  constructor(
    private readonly database: Database,
    private readonly mailings: UpkeepRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Takes up what lost workers and stopped mailings have left. */
  async tidy(stop: AbortSignal): Promise<void> {
    await this.mailings.reap();
    while (!stop.aborted && (await this.mailings.sweepStopped()));
  }

  /** Ends the mailings that are over and tells of each once, with the same commit. */
  finish(): Promise<void> {
    return this.database.asService('email.claim', () =>
      this.database.transaction(async () => {
        for (const finished of await this.mailings.finish())
          await this.jobs.send(MailingFinishedJob, finished);
      }),
    );
  }
}
