import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { PLAIN_PAGE_HEADERS, plainPage } from '#platform/html/plain-page';
import { Answers } from '#platform/http/answers.decorator';
import { AcceptsForm } from '#platform/http/route-body.decorators';
import { VerificationService } from './verification.service.js';

const ASKING = plainPage(
  'May mail be sent from your address?',
  '<p>Somebody wants to send mail from the address at which you received this link.</p><form method="post"><button>Yes, that is me</button></form>',
);
const CONFIRMED = plainPage(
  'The address is confirmed',
  '<p>Mail may be sent from it now. You can close this page.</p>',
);
const GONE = plainPage(
  'This link leads nowhere',
  '<p>It is incomplete or too old, or what it belonged to no longer exists.</p>',
);

/** What is behind the link in a mail that asks whether an address may send. */
@ApiTags('Mail links')
@Controller('e/i')
@Answers('stream')
export class IdentityLinkController {
  constructor(private readonly verification: VerificationService) {}

  /** Shows a page with a button to confirm the address; opening it changes nothing. */
  @Public()
  @Get(':token')
  async show(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const isOurs = this.verification.isLink(token);
    await reply
      .status(isOurs ? 200 : 404)
      .headers(PLAIN_PAGE_HEADERS)
      .send(isOurs ? ASKING : GONE);
  }

  /** Confirms the address; again changes nothing. */
  @Public()
  @Post(':token')
  @HttpCode(200)
  @AcceptsForm()
  async confirm(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const done = await this.verification.confirm(token);
    await reply
      .status(done ? 200 : 404)
      .headers(PLAIN_PAGE_HEADERS)
      .send(done ? CONFIRMED : GONE);
  }
}
