import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { EventFeed } from '#platform/events/event-feed.repository';
import { Jobs } from '#platform/jobs/jobs';
import { ClaimRepository } from './claim.repository.js';
import { DeliverWebhooksJob } from './dispatch.jobs.js';

/** Asks for webhooks to be told whenever something has happened, or is due once more. */
@Injectable()
export class WebhookClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly feed: EventFeed,
    private readonly claims: ClaimRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(1_000)
  async tick(): Promise<void> {
    const ask = () => this.jobs.send(DeliverWebhooksJob, { askedBy: 'clock' });
    await Promise.all([
      this.clock.askFor('webhooks to be told', this.feed.waits(), ask),
      this.clock.askFor('webhooks to be told again', this.claims.isAnythingDue(), ask),
    ]);
  }
}
