import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { PageQuery } from '#platform/http/page-query';
import { MessageList, MessageWritten, NewMessage } from './message.dto.js';
import { MessageService } from './message.service.js';

@ApiTags('Support')
@Controller('api/support/ticket/:ticketId')
export class MessageController {
  constructor(private readonly messages: MessageService) {}

  /** Lists what was said on a ticket of yours, newest first; administrators see internal messages and every ticket. */
  @Get('messages')
  @Answers('status')
  list(
    @CurrentUser() caller: Caller,
    @Param('ticketId') ticketId: string,
    @Query() page: PageQuery,
  ): Promise<MessageList> {
    return this.messages.list(caller, ticketId, page);
  }

  /** Writes on a ticket of yours. What an administrator says in public is mailed to the customer. */
  @Post('messages')
  @HttpCode(201)
  @Answers('status')
  @AlsoFails(403)
  async write(
    @CurrentUser() caller: Caller,
    @Param('ticketId') ticketId: string,
    @Body() said: NewMessage,
  ): Promise<MessageWritten> {
    return { message: 'Message added', entry: await this.messages.write(caller, ticketId, said) };
  }

  /** Downloads a file that came with a mail. */
  @Get('attachments/:attachmentId')
  @Answers('stream')
  @AlsoFails(503)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiProduces('application/octet-stream')
  async attachment(
    @CurrentUser() caller: Caller,
    @Param('ticketId') ticketId: string,
    @Param('attachmentId') attachmentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name, bytes, content } = await this.messages.attachment(caller, ticketId, attachmentId);
    const asParameter = encodeURIComponent(name).replace(
      /['()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16)}`,
    );
    await reply
      .header('content-type', 'application/octet-stream')
      .header('content-length', bytes)
      .header('content-disposition', `attachment; filename*=UTF-8''${asParameter}`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'no-store')
      .send(Readable.from(content));
  }
}
