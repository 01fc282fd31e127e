import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser, MaybeUser, Public, WelcomesUsers } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { PageQuery } from '#platform/http/page-query';
import { RateClass } from '#platform/http/rate-limit.guard';
import { RemovalService } from '../removal/removal.service.js';
import { IntakeService } from './intake.service.js';
import {
  TicketCreated,
  TicketDeleted,
  TicketFound,
  TicketHistory,
  TicketList,
  TicketUpdated,
} from './ticket.answers.dto.js';
import { NewTicket, TicketQuery, UpdateTicket } from './ticket.dto.js';
import { TicketService } from './ticket.service.js';

@ApiTags('Support')
@Controller('api/support')
@Answers('status')
export class TicketController {
  constructor(
    private readonly intake: IntakeService,
    private readonly tickets: TicketService,
    private readonly removal: RemovalService,
  ) {}

  /** Asks the support desk. Anybody may; whoever is signed in finds the ticket again under `my-tickets`. */
  @Post('ticket')
  @HttpCode(200)
  @Public()
  @WelcomesUsers()
  @RateClass('public')
  @AlsoFails(503)
  async create(@MaybeUser() caller: Caller | undefined, @Body() ticket: NewTicket): Promise<TicketCreated> {
    const ticket_id = await this.intake.take(caller?.id ?? null, ticket);
    return { message: 'Support ticket created successfully', ticket_id };
  }

  /** Lists everybody's tickets, newest first. */
  @Get('tickets')
  @AdminOnly()
  list(@Query() query: TicketQuery): Promise<TicketList> {
    return this.tickets.list(query);
  }

  /** Lists your own tickets, newest first. */
  @Get('my-tickets')
  own(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<TicketList> {
    return this.tickets.own(caller.id, page);
  }

  /** Shows a ticket of yours; administrators see every one, with what the desk has noted. */
  @Get('ticket/:ticketId')
  async get(@CurrentUser() caller: Caller, @Param('ticketId') ticketId: string): Promise<TicketFound> {
    return { ticket: await this.tickets.get(caller, ticketId) };
  }

  /** Changes a ticket; what is left out stays as it is. */
  @Patch('ticket/:ticketId')
  @AdminOnly()
  async update(
    @CurrentUser() caller: Caller,
    @Param('ticketId') ticketId: string,
    @Body() changes: UpdateTicket,
  ): Promise<TicketUpdated> {
    const ticket = await this.tickets.update(caller, ticketId, changes);
    return { message: 'Support ticket updated successfully', ticket };
  }

  /** Deletes a ticket with all that was said on it, such as one that a robot has made. */
  @Delete('ticket/:ticketId')
  @AdminOnly()
  async remove(@CurrentUser() caller: Caller, @Param('ticketId') ticketId: string): Promise<TicketDeleted> {
    await this.removal.remove(caller.id, ticketId);
    return { message: 'Support ticket deleted' };
  }

  /** Tells what happened to a ticket and who did it, newest first. */
  @Get('ticket/:ticketId/events')
  @AdminOnly()
  history(@Param('ticketId') ticketId: string, @Query() page: PageQuery): Promise<TicketHistory> {
    return this.tickets.history(ticketId, page);
  }
}
