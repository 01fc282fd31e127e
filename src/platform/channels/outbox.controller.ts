import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { Settings } from '#platform/config/settings';
import { Answers } from '#platform/http/answers.decorator';
import { OutboxChannel } from './adapters/outbox/outbox.channel.js';
import { OutboxMailNotFound } from './channels.errors.js';
import { outboxListPage, outboxMailPage } from './outbox.pages.js';

/** Mail is framed without scripts, forms or a way to our origin; nothing is loaded from elsewhere. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'";

@ApiTags('Development')
@Controller('dev/outbox')
@Answers('stream')
export class OutboxController {
  constructor(
    private readonly outbox: OutboxChannel,
    private readonly settings: Settings,
  ) {}

  /** Lists the latest mails of the outbox as a page; does not exist in production. */
  @Public()
  @Get()
  async list(@Res() reply: FastifyReply): Promise<void> {
    this.refuseInProduction();
    await this.send(reply, outboxListPage(await this.outbox.latest()));
  }

  /** Shows one mail of the outbox as a page, its HTML in a sandbox; does not exist in production. */
  @Public()
  @Get(':id')
  async show(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    this.refuseInProduction();
    const mail = await this.outbox.find(id);
    if (!mail) throw new OutboxMailNotFound();
    await this.send(reply, outboxMailPage(mail));
  }

  private refuseInProduction(): void {
    if (this.settings.isProduction) throw new OutboxMailNotFound();
  }

  private async send(reply: FastifyReply, page: string): Promise<void> {
    await reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .send(page);
  }
}
