import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { SupportMails } from '../mail/support-mails.js';
import { TicketEvents } from '../tickets/ticket-events.js';
import type { TicketHappening } from '../tickets/ticket-happening.js';
import { stateOf, toTicket } from '../tickets/ticket-row.repository.js';
import { type NoteBreaches, NoteBreachesJob } from './breach.jobs.js';
import { DeskPlanRepository } from './desk-plan.repository.js';
import { LateTicketRepository } from './late-ticket.repository.js';
import { withBreaches } from './ticket-clock.js';

const AT_ONCE = 100;

/** Notes each missed due time once, with its event and one mail for all that were found together. */
@Injectable()
@Handles(NoteBreachesJob)
export class NoteBreachesHandler implements JobHandler<NoteBreaches> {
  constructor(
    private readonly database: Database,
    private readonly tickets: LateTicketRepository,
    private readonly events: TicketEvents,
    private readonly plans: DeskPlanRepository,
    private readonly mails: SupportMails,
  ) {}

  async handle(_: NoteBreaches, { signal }: JobRun): Promise<void> {
    while (!signal.aborted && (await this.note()) === AT_ONCE);
  }

  /** How many tickets were late. */
  private note(): Promise<number> {
    return this.database.transaction(async () => {
      const late = await this.tickets.late(AT_ONCE);
      if (late.length === 0) return 0;
      const now = Date.now();
      const noted = late.map((row) => {
        const state = stateOf(row);
        const { clock, missed } = withBreaches(state.clock, now);
        return { row, state: { ...state, clock }, missed };
      });
      await this.tickets.keepClocks(noted.map(({ row, state }) => ({ id: row.id, state })));
      const missed = noted.flatMap(({ row, missed: all }) => all.map((what) => ({ row, what })));
      await this.events.happened(
        ...missed.map(({ row, what }): TicketHappening => {
          const due_at = what === 'resolution' ? row.resolution_due_at : row.first_response_due_at;
          return { ticket: toTicket(row), kind: 'sla_missed', details: { what, due_at } };
        }),
      );
      const { notifyEmail } = await this.plans.get();
      if (notifyEmail !== null && missed.length > 0)
        await this.mails.notice(notifyEmail, {
          missed: missed.map(({ row, what }) => ({ ticket_id: row.id, what, priority: row.priority })),
        });
      return late.length;
    });
  }
}
