import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { NoteBreachesJob } from './breach.jobs.js';
import { LateTicketRepository } from './late-ticket.repository.js';

/** Asks whether a due time of a ticket has been missed. */
@Injectable()
export class BreachClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly tickets: LateTicketRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(15_000)
  tick(): Promise<void> {
    return this.clock.askFor('missed due times of tickets', this.tickets.isAnyLate(), () =>
      this.jobs.send(NoteBreachesJob, { askedBy: 'clock' }),
    );
  }
}
