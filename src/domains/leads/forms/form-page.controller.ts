import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Headers, Param, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { Answers } from '#platform/http/answers.decorator';
import { formPagePolicy, renderFormPage } from './form-page.js';
import { PublishedForms } from './published-forms.js';

const WIDGET = readFileSync(new URL('../../../../assets/form-widget.js', import.meta.url));
const WIDGET_TAG = `"${createHash('sha256').update(WIDGET).digest('base64url')}"`;

/** What a visitor's browser loads: the hosted page of a form and the script that shows a form on any page. */
@ApiTags('Lead capture')
@Controller()
export class FormPageController {
  constructor(private readonly forms: PublishedForms) {}

  /** Shows the hosted page of an active form; it may be framed anywhere. */
  @Get('form/:formId')
  @Public()
  @Answers('stream')
  @ApiProduces('text/html')
  async page(@Param('formId') formId: string, @Res() reply: FastifyReply): Promise<void> {
    const form = await this.forms.get(formId);
    const nonce = randomBytes(16).toString('base64');
    void reply
      .removeHeader('x-frame-options')
      .header('content-security-policy', formPagePolicy(nonce))
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'strict-origin-when-cross-origin')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(renderFormPage(form, nonce));
  }

  /** Serves the script that defines the global `LeadForm`. */
  @Get('static/form-widget.js')
  @Public()
  @Answers('stream')
  @ApiProduces('text/javascript')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'public, max-age=300, must-revalidate')
  @Header('cross-origin-resource-policy', 'cross-origin')
  widget(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply): void {
    const isKnown = known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === WIDGET_TAG);
    void reply.header('etag', WIDGET_TAG);
    if (isKnown) void reply.status(304).send();
    else void reply.send(WIDGET);
  }
}
