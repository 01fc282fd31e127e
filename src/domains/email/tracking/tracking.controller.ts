import { Controller, Get, HttpCode, Logger, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { AcceptsForm, StreamsBody } from '#platform/http/route-body.decorators';
import { PLAIN_PAGE_HEADERS } from '#platform/html/plain-page';
import { LINK_GONE_PAGE, PIXEL, UNSUBSCRIBED_PAGE, unsubscribePage } from './tracking.pages.js';
import { TrackingService } from './tracking.service.js';
import { visitOf } from './visit.js';

/** What is behind the links in our mails. Mail services call on behalf of many readers, so addresses are not limited. */
@ApiTags('Mail links')
@Controller('e')
@Answers('stream')
@RateClass('none')
export class TrackingController {
  private readonly logger = new Logger('Mail');

  constructor(private readonly tracking: TrackingService) {}

  /** Answers the pixel of a mail, always the same picture, and counts the open when the link is ours. */
  @Public()
  @Get('o/:file')
  async open(
    @Param('file') file: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      await this.tracking.open(file.replace(/\.gif$/, ''), visitOf(request));
    } catch (error) {
      this.logger.warn(`An open could not be counted: ${String(error)}`);
    }
    await reply
      .header('content-type', 'image/gif')
      .header('cache-control', 'no-store, no-cache, must-revalidate, private')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(PIXEL);
  }

  /** Leads a reader to where the link of a mail points, which was kept when the mail was written. */
  @Public()
  @Get('c/:token')
  async click(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const target = await this.tracking.click(token, visitOf(request), request.hostname);
    if (target === undefined) await reply.status(404).headers(PLAIN_PAGE_HEADERS).send(LINK_GONE_PAGE);
    else
      await reply
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'no-referrer')
        .redirect(target, 302);
  }

  /** Shows a page with a button to unsubscribe; opening it changes nothing. */
  @Public()
  @Get('u/:token')
  async askToUnsubscribe(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const preferences = this.tracking.besideUnsubscribing(token);
    await reply
      .status(preferences === undefined ? 404 : 200)
      .headers(PLAIN_PAGE_HEADERS)
      .send(preferences === undefined ? LINK_GONE_PAGE : unsubscribePage(preferences));
  }

  /** Unsubscribes at once (RFC 8058 one-click), without cookies, sign-in or redirect; again changes nothing. */
  @Public()
  @Post('u/:token')
  @HttpCode(200)
  @AcceptsForm()
  @StreamsBody('multipart/form-data', 'text/plain')
  async unsubscribe(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const done = await this.tracking.unsubscribe(token, visitOf(request));
    await reply
      .status(done ? 200 : 404)
      .headers(PLAIN_PAGE_HEADERS)
      .send(done ? UNSUBSCRIBED_PAGE : LINK_GONE_PAGE);
  }
}
