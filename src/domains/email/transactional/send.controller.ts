import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { EmailMessage, MailQueued, PersonalizedMailQueued, SendMail, SendPersonalized } from './send.dto.js';
import { SingleMails } from './single-mails.service.js';

@ApiTags('E-mail')
@Controller('api/email')
export class SendController {
  constructor(private readonly mails: SingleMails) {}

  /**
   * Queues a mail to one or several recipients, each of whom gets it alone, and tells for each whether it will be sent. Under an
   * `Idempotency-Key` the same request never mails anybody twice.
   */
  @Post('send')
  @HttpCode(202)
  @Answers('status')
  @AlsoFails(404, 503)
  send(
    @CurrentUser() caller: Caller,
    @Body() asked: SendMail,
    @Headers('idempotency-key') key?: string,
  ): Promise<MailQueued> {
    return this.mails.send(caller.id, asked, key);
  }

  /** Queues a template filled for one recipient; under an `Idempotency-Key` it is never mailed twice. */
  @Post('send/personalized')
  @HttpCode(202)
  @Answers('success')
  @AlsoFails(404, 503)
  personalized(
    @CurrentUser() caller: Caller,
    @Body() asked: SendPersonalized,
    @Headers('idempotency-key') key?: string,
  ): Promise<PersonalizedMailQueued> {
    return this.mails.personalized(caller.id, asked, key);
  }

  /** Tells what became of a message, and what it was made from. */
  @Get('messages/:messageId')
  get(@CurrentUser() caller: Caller, @Param('messageId') messageId: string): Promise<EmailMessage> {
    return this.mails.get(caller.id, messageId);
  }

  /** Takes back a single mail that nobody has begun to hand over. */
  @Post('messages/:messageId/cancel')
  @HttpCode(200)
  cancel(@CurrentUser() caller: Caller, @Param('messageId') messageId: string): Promise<EmailMessage> {
    return this.mails.cancel(caller.id, messageId);
  }
}
