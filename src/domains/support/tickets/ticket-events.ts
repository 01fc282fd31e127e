import { Injectable } from '@nestjs/common';
import { RoleRepository } from '#platform/auth/role.repository';
import { Database } from '#platform/database/database';
import type { EventData } from '#platform/events/catalogue/event-catalogue';
import { OutboundEvents } from '#platform/events/outbound-events.repository';
import { Jobs } from '#platform/jobs/jobs';
import { type Happening, RULE_EVENTS } from '../rules/rule.js';
import { RunSupportRulesJob } from '../rules/rule.jobs.js';
import { RunRepository } from '../rules/run.repository.js';
import { EventRepository } from './event.repository.js';
import { type TicketHappening, type ToldTicketEvent, toldOf } from './ticket-happening.js';

/**
 * Whatever happens to tickets goes through here, in the transaction that makes it true: it is noted in their history, told to
 * the webhooks of whoever has the role admin by a row, and left to the rules. Askers hear nothing: what is told is the desk's.
 */
@Injectable()
export class TicketEvents {
  constructor(
    private readonly database: Database,
    private readonly history: EventRepository,
    private readonly roles: RoleRepository,
    private readonly outbound: OutboundEvents,
    private readonly rules: RunRepository,
    private readonly jobs: Jobs,
  ) {}

  async happened(...happenings: readonly TicketHappening[]): Promise<void> {
    if (happenings.length === 0) return;
    await this.history.add(...happenings.filter(({ kind }) => kind !== 'deleted'));
    await this.tell(happenings);
    await this.leaveToRules(happenings);
  }

  /** What a rule has done sets off none. */
  private async leaveToRules(happenings: readonly TicketHappening[]): Promise<void> {
    const open = happenings.filter(({ ruleId }) => ruleId === undefined).flatMap(forRules);
    if (await this.rules.note(open)) await this.jobs.send(RunSupportRulesJob, { askedBy: 'desk' });
  }

  private tell(happenings: readonly TicketHappening[]): Promise<void> {
    return this.database.asService('support.desk', async () => {
      const desk = await this.roles.holders('admin');
      for (const [name, told] of Map.groupBy(happenings.map(toldOf), ({ name }) => name))
        await this.outbound.tellEach(
          name,
          desk,
          told.map(({ data }) => data as EventData<ToldTicketEvent>),
        );
    });
  }
}

function forRules(happening: TicketHappening): Omit<Happening, 'id'>[] {
  const told = toldOf(happening).name.slice('ticket.'.length);
  const event = RULE_EVENTS.find((name) => name === told);
  if (event === undefined) return [];
  const details = (happening.details ?? {}) as Happening['details'] & { readonly automatic?: boolean };
  const unanswerable = happening.unanswerable === true || details.automatic === true;
  return [{ ticketId: happening.ticket.id, event, details: { ...details, unanswerable } }];
}
