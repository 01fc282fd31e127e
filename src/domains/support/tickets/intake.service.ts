import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { FieldService } from '../fields/field.service.js';
import { Conversation } from '../messages/conversation.js';
import { TicketNotKept, TooManyTickets } from '../support.errors.js';
import type { NewTicket } from './ticket.dto.js';
import { TicketRepository } from './ticket.repository.js';

const TICKETS_AN_HOUR = 10;

/** Takes what anybody asks the desk. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketRepository,
    private readonly conversation: Conversation,
    private readonly fields: FieldService,
  ) {}

  /**
   * Answers the id of the ticket once it is kept. A robot is told the same and nothing is kept. Throws
   * `support/too-many-tickets` when one address is named too often.
   */
  async take(userId: string | null, asked: NewTicket): Promise<string> {
    if (isFromRobot(asked)) return newId();
    const { email, name, subject, message } = asked;
    try {
      const fields = await this.fields.checked(asked.fields ?? {}, 'asker');
      return await this.database.transaction(async () => {
        if ((await this.tickets.recentOf(email, 'web')) >= TICKETS_AN_HOUR)
          throw new TooManyTickets().after(3_600);
        const ticket = { userId, email, name, subject, message, channel: 'web', fields } as const;
        return this.conversation.begin(ticket, {}, 'web');
      });
    } catch (error) {
      throw error instanceof AppError ? error : new TicketNotKept().because(error);
    }
  }
}

/** Whether the field that no person sees was filled in. */
function isFromRobot({ _hp: trap }: NewTicket): boolean {
  return trap !== undefined && trap !== null && trap !== '';
}
