import { Injectable } from '@nestjs/common';
import { MailFeed } from '#domains/email/history/mail-feed.repository';
import { EngagementService } from '#domains/leads/engagements/engagement.service';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { type TellReaderEvents, TellReaderEventsJob } from './reader-events.jobs.js';

const AT_ONCE = 1_000;

/** Opens and clicks become part of what is known of leads: taken and told in one transaction, so once. */
@Injectable()
@Handles(TellReaderEventsJob)
export class TellReaderEventsHandler implements JobHandler<TellReaderEvents> {
  constructor(
    private readonly database: Database,
    private readonly feed: MailFeed,
    private readonly engagements: EngagementService,
  ) {}

  async handle(_: TellReaderEvents, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) {
      const told = await this.database.transaction(async () => {
        const events = await this.feed.take(AT_ONCE);
        await this.engagements.keep(events);
        return events.length;
      });
      if (told < AT_ONCE) return;
    }
  }
}
