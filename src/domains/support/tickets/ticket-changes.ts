import { Injectable } from '@nestjs/common';
import { RoleRepository } from '#platform/auth/role.repository';
import { Database } from '#platform/database/database';
import { FieldService } from '../fields/field.service.js';
import { DeskPlanRepository } from '../sla/desk-plan.repository.js';
import { AssigneeUnfit, TicketNotFound } from '../support.errors.js';
import { TicketEvents } from './ticket-events.js';
import { type Actor, changesOf } from './ticket-happening.js';
import { moved } from './ticket-state.js';
import type { SupportTicket } from './ticket.answers.dto.js';
import type { UpdateTicket } from './ticket.dto.js';
import { TicketRepository } from './ticket.repository.js';

/** Changes tickets, for somebody of the desk or by one of its rules: state, clock, history and events follow. */
@Injectable()
export class TicketChanges {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketRepository,
    private readonly fields: FieldService,
    private readonly events: TicketEvents,
    private readonly plans: DeskPlanRepository,
    private readonly roles: RoleRepository,
  ) {}

  /** Throws `support/assignee-unfit` for whoever is neither the one who assigns nor has the role. */
  async change(ticketId: string, changes: UpdateTicket, by: Actor): Promise<SupportTicket> {
    const { status, priority, waiting, assignee_id, labels, admin_notes, fields } = changes;
    await this.admitAssignee(assignee_id, by.actorId);
    const values = fields ? await this.fields.checked(fields, 'desk') : [];
    return this.database.transaction(async () => {
      const held = await this.tickets.hold(ticketId);
      if (!held) throw new TicketNotFound();
      const { ticket: before, state } = held;
      if (admin_notes !== undefined) await this.tickets.note(before, admin_notes ?? '', by.actorId ?? null);
      await this.tickets.fill(before, values);
      const after = moved(state, { status, priority, waiting }, await this.plans.get(), Date.now());
      const ticket = await this.tickets.move(ticketId, after, {
        ...(assignee_id !== undefined && { assignee_id }),
        ...(labels && { labels }),
      });
      await this.events.happened(...changesOf(before, ticket, by));
      return ticket;
    });
  }

  private async admitAssignee(
    assigneeId: string | null | undefined,
    by: string | null | undefined,
  ): Promise<void> {
    if (assigneeId === undefined || assigneeId === null || assigneeId === by) return;
    const isAgent = await this.database.asService('support.desk', () => this.roles.has(assigneeId, 'admin'));
    if (!isAgent) throw new AssigneeUnfit();
  }
}
