import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { PLAIN_PAGE_HEADERS } from '#platform/html/plain-page';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { LINK_GONE_PAGE } from '../tracking/tracking.pages.js';
import { MAIL_VIEW_HEADERS, mailViewPage } from './view.pages.js';
import { MailViews } from './view.service.js';

/** Mails in a browser, behind the signed link in them. */
@ApiTags('Mail links')
@Controller('e/v')
@Answers('stream')
@RateClass('public')
export class ViewController {
  constructor(private readonly views: MailViews) {}

  /** Shows a mail as its reader got it, for 90 days after it left; opening it counts for nothing. */
  @Public()
  @Get(':token')
  async show(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const view = await this.views.of(token);
    if (view) await reply.headers(MAIL_VIEW_HEADERS).send(mailViewPage(view));
    else await reply.status(404).headers(PLAIN_PAGE_HEADERS).send(LINK_GONE_PAGE);
  }
}
