import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RenderedCampaignMail, TestMailOutcome } from '#domains/email/inquiry/inquiry.dto';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import {
  CampaignExplanation,
  CampaignRecipient,
  RecipientLogFilter,
  RecipientLogQuery,
  RenderWish,
  TestSendWish,
} from './campaign-inquiry.dto.js';
import { Explanations } from './explanation.service.js';
import { RecipientLog } from './recipient-log.service.js';
import { Rehearsals } from './rehearsal.service.js';

@ApiTags('Campaigns')
@Controller('api/campaigns/:campaignId')
export class CampaignInquiryController {
  constructor(
    private readonly log: RecipientLog,
    private readonly explanations: Explanations,
    private readonly rehearsals: Rehearsals,
  ) {}

  /** Lists the recipients of a campaign, what became of each mail and why some got none, newest first. */
  @Get('recipients')
  @Lists(CampaignRecipient)
  async recipients(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Query() query: RecipientLogQuery,
  ): Promise<Listed<CampaignRecipient>> {
    const { items, nextCursor } = await this.log.page(caller.id, campaignId, query);
    return new Listed(items, nextCursor);
  }

  /** Downloads the recipients of a campaign as CSV while they are read. */
  @Get('recipients/export')
  @Answers('stream')
  @ApiProduces('text/csv')
  async export(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Query() filter: RecipientLogFilter,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const content = await this.log.file(caller.id, campaignId, filter);
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="recipients.csv"')
      .header('cache-control', 'no-store')
      .send(content);
  }

  /** Tells why a lead gets the mail of a campaign or does not: every gate of delivery in its order, with what it looked at. */
  @Get('recipients/:leadId/explain')
  explain(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Param('leadId') leadId: string,
  ): Promise<CampaignExplanation> {
    return this.explanations.explain(caller.id, campaignId, leadId);
  }

  /** Writes the mail of a campaign for one reader. Nothing is sent or counted. */
  @Post('render')
  @HttpCode(200)
  render(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() wish: RenderWish,
  ): Promise<RenderedCampaignMail> {
    return this.rehearsals.render(caller.id, campaignId, wish);
  }

  /** Sends the mail of a campaign to named addresses to be looked at: marked as a test, and in no figures. */
  @Post('test-send')
  @HttpCode(200)
  testSend(
    @CurrentUser() caller: Caller,
    @Param('campaignId') campaignId: string,
    @Body() wish: TestSendWish,
  ): Promise<TestMailOutcome[]> {
    return this.rehearsals.testSend(caller.id, campaignId, wish);
  }
}
