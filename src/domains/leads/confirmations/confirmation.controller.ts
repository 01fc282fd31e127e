import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { PLAIN_PAGE_HEADERS } from '#platform/html/plain-page';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { visitorOf } from '#platform/http/visitor';
import { AcceptsForm } from '#platform/http/route-body.decorators';
import { ConfirmationLinks } from './confirmation-links.js';
import {
  askToConfirmPage,
  CONFIRMATION_OVER_PAGE,
  CONFIRMATION_UNKNOWN_PAGE,
  confirmedPage,
  FORM_CLOSED_PAGE,
} from './confirmation.pages.js';
import { type Confirming, ConfirmationService } from './confirmation.service.js';

/** What is behind the links by which visitors confirm. Scanners of mail open every link, so that only a button confirms. */
@ApiTags('Mail links')
@Controller('c')
@Answers('stream')
@RateClass('public')
export class ConfirmationController {
  constructor(
    private readonly confirmations: ConfirmationService,
    private readonly links: ConfirmationLinks,
  ) {}

  /** Shows a page with a button to confirm what was sent from a form; opening it changes nothing. */
  @Public()
  @Get(':token')
  async ask(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    await send(reply, await this.confirmations.look(this.links.read(token)));
  }

  /** Confirms: what was sent becomes a lead with consent and its proof. Again changes nothing. */
  @Public()
  @Post(':token')
  @HttpCode(200)
  @AcceptsForm()
  async confirm(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await send(reply, await this.confirmations.confirm(this.links.read(token), visitorOf(request).ip));
  }
}

function send(reply: FastifyReply, told: Confirming): FastifyReply {
  const [status, page] = pageOf(told);
  return reply.status(status).headers(PLAIN_PAGE_HEADERS).send(page);
}

function pageOf(told: Confirming): [status: number, page: string] {
  switch (told.state) {
    case 'unknown':
      return [404, CONFIRMATION_UNKNOWN_PAGE];
    case 'over':
      return [410, CONFIRMATION_OVER_PAGE];
    case 'closed':
      return [410, FORM_CLOSED_PAGE];
    case 'waiting':
      return [200, askToConfirmPage(told.form, told.agreed)];
    case 'confirmed':
      return [200, confirmedPage(told.form)];
  }
}
