import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/auth/access.decorators';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { GuestMessage, MessageWritten } from '../messages/message.dto.js';
import { GuestTicket } from './guest.dto.js';
import { GuestService } from './guest.service.js';

/** The desk for guests: each link leads to one ticket. */
@ApiTags('Support')
@Controller('api/support/guest')
@RateClass('public')
@Answers('status')
export class GuestController {
  constructor(private readonly guests: GuestService) {}

  /** Shows the ticket behind a link that a mail has brought, with what was said in public. */
  @Public()
  @Get(':token')
  async view(@Param('token') token: string): Promise<GuestTicket> {
    const { ticket, messages } = await this.guests.view(token);
    return { ticket, messages: [...messages] };
  }

  /** Answers on the ticket behind a link that a mail has brought. */
  @Public()
  @Post(':token/messages')
  @HttpCode(201)
  async write(@Param('token') token: string, @Body() { body }: GuestMessage): Promise<MessageWritten> {
    return { message: 'Message added', entry: await this.guests.write(token, body) };
  }
}
