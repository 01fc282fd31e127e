import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { TicketNotFound } from '../support.errors.js';
import { TicketEvents } from '../tickets/ticket-events.js';
import { TicketRepository } from '../tickets/ticket.repository.js';
import { ForgetSupportFilesJob } from './forget-files.jobs.js';
import { RemovalRepository } from './removal.repository.js';

const FILES_AT_ONCE = 1_000;

/** Deletes tickets whole, such as those of robots, and old ones: messages, history and files with them. */
@Injectable()
export class RemovalService {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketRepository,
    private readonly removal: RemovalRepository,
    private readonly events: TicketEvents,
    private readonly jobs: Jobs,
  ) {}

  async remove(adminId: string, ticketId: string): Promise<void> {
    if (!isUuid(ticketId)) throw new TicketNotFound();
    await this.database.transaction(async () => {
      const held = await this.tickets.hold(ticketId);
      if (!held) throw new TicketNotFound();
      const paths = await this.removal.filesOf(ticketId);
      await this.removal.remove(ticketId);
      await this.events.happened({ ticket: held.ticket, kind: 'deleted', actorId: adminId });
      await this.forgetFiles(paths);
    });
  }

  /** At most so many tickets that have been over since before a time; nobody is told. Answers how many. */
  removeOver(before: Date, atMost: number): Promise<number> {
    return this.database.transaction(async () => {
      const { tickets, paths } = await this.removal.removeOver(before, atMost);
      await this.forgetFiles(paths);
      return tickets;
    });
  }

  private async forgetFiles(paths: readonly string[]): Promise<void> {
    for (let at = 0; at < paths.length; at += FILES_AT_ONCE)
      await this.jobs.send(ForgetSupportFilesJob, { paths: paths.slice(at, at + FILES_AT_ONCE) });
  }
}
