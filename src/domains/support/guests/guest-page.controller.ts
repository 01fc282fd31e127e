import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AppError } from '#kernel/errors';
import { Public } from '#platform/auth/access.decorators';
import { PLAIN_PAGE_HEADERS } from '#platform/html/plain-page';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { AcceptsForm } from '#platform/http/route-body.decorators';
import { GuestMessage } from '../messages/message.dto.js';
import { GuestLinkUnknown } from '../support.errors.js';
import { ANSWER_UNFIT_PAGE, guestPage, LINK_UNKNOWN_PAGE } from './guest.pages.js';
import { GuestService } from './guest.service.js';

const LONGEST = 10_000;

/** What is behind the links in mails of the desk. */
@ApiTags('Mail links')
@Controller('support/t')
@Answers('stream')
@RateClass('public')
export class GuestPageController {
  constructor(private readonly guests: GuestService) {}

  /** Shows a page with a ticket and a field to answer; opening it changes nothing. */
  @Public()
  @Get(':token')
  async view(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    await send(reply, async () => guestPage(await this.guests.view(token)));
  }

  /** Takes the answer of the page. */
  @Public()
  @Post(':token')
  @HttpCode(200)
  @AcceptsForm()
  @ApiBody({ type: GuestMessage })
  async write(
    @Param('token') token: string,
    @Body() form: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await send(reply, async () => {
      const { body } = (form ?? {}) as { body?: unknown };
      const text = typeof body === 'string' ? body.trim() : '';
      if (text === '' || text.length > LONGEST) return undefined;
      await this.guests.write(token, text);
      return guestPage(await this.guests.view(token));
    });
  }
}

/** Whoever reads a page is told in a page. */
async function send(reply: FastifyReply, page: () => Promise<string | undefined>): Promise<void> {
  const [status, html] = await page().then(
    (made): [number, string] => (made === undefined ? [400, ANSWER_UNFIT_PAGE] : [200, made]),
    (error: unknown): [number, string] => {
      if (error instanceof GuestLinkUnknown) return [404, LINK_UNKNOWN_PAGE];
      if (error instanceof AppError && error.kind === 'too-many') return [429, ANSWER_UNFIT_PAGE];
      throw error;
    },
  );
  await reply.status(status).headers(PLAIN_PAGE_HEADERS).send(html);
}
