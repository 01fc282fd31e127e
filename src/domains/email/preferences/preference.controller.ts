import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { PLAIN_PAGE_HEADERS } from '#platform/html/plain-page';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { AcceptsForm } from '#platform/http/route-body.decorators';
import { LINK_GONE_PAGE } from '../tracking/tracking.pages.js';
import { visitOf } from '../tracking/visit.js';
import { preferencePage, PREFERENCES_SAVED_PAGE } from './preference.pages.js';
import { type PreferenceForm, PreferenceService } from './preference.service.js';

/** Where readers choose what they are sent, behind the signed link of a mail. */
@ApiTags('Mail links')
@Controller('e/p')
@Answers('stream')
@RateClass('public')
export class PreferenceController {
  constructor(private readonly preferences: PreferenceService) {}

  /** Shows what the reader of a mail is sent, as a form; opening it changes nothing. */
  @Public()
  @Get(':token')
  async show(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const preferences = await this.preferences.of(token);
    await reply
      .status(preferences ? 200 : 404)
      .headers(PLAIN_PAGE_HEADERS)
      .send(preferences ? preferencePage(preferences) : LINK_GONE_PAGE);
  }

  /** Keeps the choice of a reader: `topic-{id}` for what is wanted, `pause` in days, `choice=none` for nothing at all. */
  @Public()
  @Post(':token')
  @HttpCode(200)
  @AcceptsForm()
  @ApiBody({ schema: { type: 'object', additionalProperties: { type: 'string' } } })
  async choose(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = typeof body === 'object' && body !== null ? (body as PreferenceForm) : {};
    const done = await this.preferences.choose(token, form, visitOf(request).userAgent);
    await reply
      .status(done ? 200 : 404)
      .headers(PLAIN_PAGE_HEADERS)
      .send(done ? PREFERENCES_SAVED_PAGE : LINK_GONE_PAGE);
  }
}
