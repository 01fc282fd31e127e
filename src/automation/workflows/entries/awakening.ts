import { Injectable } from '@nestjs/common';
import type { ToldEvent } from '#domains/leads/telling/lead-event';
import { SequenceExits } from '#domains/email/sequences/exits/sequence-exits';
import { Jobs } from '#platform/jobs/jobs';
import { AdvanceInstancesJob } from '../runs/run.jobs.js';
import { EventRepository } from './event.repository.js';

/** Wakes instances that wait for what has happened, and lets leads out of sequences whose goal it is. */
@Injectable()
export class Awakening {
  constructor(
    private readonly waiting: EventRepository,
    private readonly sequences: SequenceExits,
    private readonly jobs: Jobs,
  ) {}

  async wake(ownerId: string, events: readonly ToldEvent[]): Promise<void> {
    await this.sequences.leadsChanged(ownerId, [...new Set(events.map(({ leadId }) => leadId))]);
    const woken = await this.waiting.wake(ownerId, events);
    if (woken > 0) await this.jobs.send(AdvanceInstancesJob, { askedBy: 'owner' });
  }
}
