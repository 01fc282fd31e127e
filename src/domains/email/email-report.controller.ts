import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { EmailDeliveryService } from './email-delivery.service.js';
import { MailingRecipient, MailingReport, RecipientsQuery } from './email.dto.js';

@ApiTags('E-mail')
@Controller('api/email')
export class EmailReportController {
  constructor(private readonly delivery: EmailDeliveryService) {}

  /** Reports what became of a campaign's mailing, in totals. */
  @Get('campaigns/:campaignId/report')
  report(@CurrentUser() caller: Caller, @Param('campaignId') campaignId: string): Promise<MailingReport> {
    return this.delivery.report(caller.id, campaignId);
  }

  /** Lists the recipients of a campaign's mailing and what became of each mail, newest first. */
  @Get('campaigns/:campaignId/recipients')
  @Lists(MailingRecipient)
  async recipients(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Query() query: RecipientsQuery,
  ): Promise<Listed<MailingRecipient>> {
    const page = await this.delivery.recipients(caller.id, campaignId, query);
    return new Listed(page.items, page.nextCursor);
  }

  /** Sends a message again whose outcome is unknown; it may arrive twice, which the caller accepts. */
  @Post('messages/:messageId/resend')
  @HttpCode(200)
  resend(@CurrentUser() caller: Caller, @Param('messageId') messageId: string): Promise<MailingRecipient> {
    return this.delivery.resend(caller.id, messageId);
  }
}
